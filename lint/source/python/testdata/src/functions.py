def a(): pass
def b(x, y=1, *z, w, v=2, **u): return x
def c(x, /): return
def d(x, /, y): return (yield)
def e(x=1, /, y=2, *, z): return x,
def f(*, a): return *a, 1
def g(*args: int, **kwargs: str) -> "dict": ...
def h(a: int = 1, *, b: "x" = lambda q=[i for i in j]: q(), **c): pass
def i(*args: *Ts): pass
def j(a,): pass
def k(*a,): pass
def l(**k,): pass
def m(a, *, b,): pass
def n(
    a,  # first
    b=(1, 2),
    *c
):
    '''Doc'''
    def inner(x=a(), *y: b(1)) -> c():
        nonlocal a
        global G
        return x
    async def ainner():
        async with x as y, z() as (p, q):
            await y
        async for i in x():
            yield i
        else:
            pass
        return
    return inner


async def o():
    await a
    x = await a.b(c)
    y = [await z async for z in w() if await z]
    return await x()(y)[0].z
@dec
async def p(): return (await q)
lambda: 1
lambda x: x
lambda x, y=1, *z, w=2, **k: (x, y)
lambda *a: a
lambda *, a: a
lambda a, /, b: a
lambda **k: k
lambda x,: x
r = lambda: (yield)
(lambda x: lambda y: x + y)(1)(2)
s = lambda x: x if x else lambda: y
def t(a, b): "one line doc"
def u():
    x = yield
    y = yield 1
    z = yield 1, 2
    w = yield from v()
    yield *a, b
    x = y = yield z
    x += yield
    x: int = yield
    (yield x).foo()
    return (yield), (yield from x)
def v(a=b.c(d)): return a.e(f=g.h())
print(*args, sep="")
print(*args, **kw)
f(a, *b, c, *d, e=1, **g, h=2, **i)
f(x for x in y)
f((x for x in y), 1)
f(a)(b)(c)[d](e).f(g)
f(a := 1, b=(c := 2))
f(**{"a": 1}, b=2)
f(
    a,
    b=1,
)
f(a if b else c, lambda: d, not e)
f(*a or b, *not_c, **d or e)
f(print=1, match=2, case=3, type=4, _=5)
