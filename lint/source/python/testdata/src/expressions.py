a.b.c
a.b().c().d
a[b][c].d[e](f)[g]
a . b . c ( d ) [ e ]
(a).b((c).d())
(a.b)()
(((a)))()
((a)(b))(c)
a or b and not c
not not a
not a in b, a not in b, a is b, a is not b, a is not not_b
a < b < c <= d != e == f >= g > h in i
a | b ^ c & d << e >> f + g - h * i / j // k % l @ m
-a ** -b ** ~c
+-~a
(-a) ** b
a ** b ** c
a if b else c if d else e
(a if b else c)(d)
lambda: a if b else c
x = a if b else lambda: c
(a := b), [c := d], {e := f}, {g: (h := i)}
a[b := c]
a[1], a[1:2], a[1:2:3], a[:], a[::], a[1:], a[:2], a[::3], a[1::3], a[:2:3]
a[1, 2], a[1:2, 3], a[..., 1], a[*b], a[*b, c], a[b,], a[()], a[(1, 2)]
a[b[c[d]]], a["k"], a['k']["l"].m
(), (1,), (1, 2), (1, 2,), (*a,), (*a, *b)
[], [1], [1,], [*a, b], [[1], [2]]
{}, {1}, {1,}, {*a, b}, {1: 2}, {1: 2,}, {**a}, {**a, 1: 2, **b}, {"k": {"l": 1}}
[x for x in y], {x for x in y}, {x: y for x, y in z}, (x for x in y)
[x for x in y if z if w for v in x if u]
[x for x, in y], [x for x, *y in z], [x for (x, y) in z], [x for x.y in z], [x for x[0] in z]
[[x for x in y] for y in z]
[lambda: x for x in y], [x for x in lambda_ or y]
[(x, y) for x in a() for y in x.b(c)]
{k.l(): v.m() for k, v in n.items() if k.startswith("x")}
any(x.y() for x in z), f(x.y() for x in z)
sum((x for x in y), 1)
1, 1.0, .5, 1., 1e10, 1E-5, 1.5e+3, 1j, 1.5J, .5j, 0x1F, 0XaB, 0o17, 0O7, 0b101, 0B1
1_000, 0x_ff, 0b_1, 1_0.0_1e1_0j, 0, 00, 0_0, 0.0, 00.5, 09.5, 09e1, 09j
1if 1else 2
True, False, None, ..., Ellipsis, __debug__
True.real, None.__class__, "s".join(x), b"s".decode(), (1).x, [].append(1), {}.get(2), {1}.add(3)
"a" "b".c(), ("a" "b").c(), f"a".b(), f"{a}".b()
a.match.case.type._, match.a, case.b, type.c, _.d, match(a), case(b), type(c), _(d)
match[a], case[b], match, case
match * a, match - b, match in c, match if d else e
print(a, b), print(*a), print
await_ . b, async_.c
x = (yield_)
a = b, c = d, e
a = *b, c
a = (b,
     c,
     d)
a = b \
    + c \
    .d()
a = [
    1, 2,
    3  # comment
    , 4
]
a = (  # comment

    # another

    b  # trailing
)  # end
self.session.model.llm.invoke(model_config=c, prompt_messages=[UserPromptMessage(content="hi")], stream=False)
self.session.storage.get("key").decode()
(self.session).storage.set("k", b"v")
getattr(self.session, "storage").get("k")
getattr(self, name)()
__import__("os").system("x")
importlib.import_module("a.b")
x.y["z"].w(v["u"], t=s["r"])
1..real, 1 .real, 1.0.real
[0xfor x in y]
(0x1for x in y)
0xf or x
1if x else 2
[1for x in y]
1in x, 1or 2, 1and 2, 1is x, 1not in x
