x = 1; y = 2; z = 3;
a = b = c = d
a, b = b, a
a, *b = c
*a, b = c
[a, b] = c
(a, b), [c, *d] = e
(a) = (b) = 1
a.b = c.d = e[f] = g[h:i] = j
a.b.c["d"].e = f()
x += 1; x -= 1; x *= 1; x /= 1; x //= 1; x %= 1; x **= 2; x >>= 1; x <<= 1; x &= 1; x ^= 1; x |= 1; x @= y
x.y += z()
x[y] |= z
x: int
x: int = 1
x.y: str
x[y]: "z" = f()
(x): int = 2
x: tuple[int, ...] = 1, *y
del a, b.c, d[e]
del (f), [g, h], (i, (j, k))
del l,
assert x
assert x, "message"
assert (x, "always true")
if a: pass
if a: b
elif c: d
elif e: f
else: g
if (a := b()) and c:
    d()
elif not e:
    f()
elif g:
    if h:
        i()
    else:
        j()
else:
    k()
for x in y: z()
for a, b in c: pass
for a, *b in c, d: pass
for (a, b), c in d: pass
for [a, b] in c: pass
for x.y in z: pass
for x["k"] in z.items(): break
else: pass
for x, in y: continue
for x in *a, b: pass
for x in y if z else w: pass
while x: break
while (x := y()):
    continue
else:
    z()
while True:
    if x: break
    for i in j:
        try: continue
        finally: pass
try: a()
except: b()
try:
    a()
except A: b()
except (B, C) as e: c(e)
except d.E as f:
    g()
except h():
    pass
else: i()
finally: j()
try: pass
finally: pass
try:
    x()
except* A as e:
    y(e)
except* (B, C):
    pass
try:
    try: a
    except B: c
finally:
    d
with a: pass
with a as b: pass
with a() as b, c() as d: pass
with a as (b, c): pass
with a as [b, c], d as e.f, g as h["i"]: pass
with (a): pass
with (a) as b: pass
with (a, b): pass
with (a, b) as c: pass
with (a as b): pass
with (a as b,): pass
with (a as b, c as d): pass
with (
    open("x") as f,
    open("y") as g,
): pass
with (a, b) as c, d: pass
with (a).b as c: pass
with (a)(b) as c, (d)[e] as f: pass
with (a if b else c) as d: pass
with (x for x in y) as z: pass
with (x := y): pass
with (x := y) as z: pass
with (lambda: x)() as y: pass
with (*a, b): pass
with (a or b).c(): pass
def f():
    global g1, g2
    g1 = 1
    def h():
        nonlocal_ = 1
        x = 2
        def i():
            nonlocal x, nonlocal_
            x = nonlocal_
    return
    return x
    return x, y
    return (x, y)
    return *x, y
    raise
    raise X
    raise X()
    raise X("y") from z
    raise X from None
x = y if z else w
x = yield_ = 1
print("a"); exec("b")
print
exec
async_ = await_ = 1
...
pass
type X = int
type Y[T] = list[T]
type Z[T: int, *Ts, **P] = Callable[P, T]
type = 1
type.x = type(y)
type(x); type[x]; type + x; type, x = 1, 2
type: int = 3
print(type, match, case)
if True: x = 1; y = 2
class A: x = 1; y = 2
if x:
    pass ; pass ;
for x in range(10): print(x); print(y)
with a: b; c
try: x; y
except: z; w
@a
def b(): c; d
