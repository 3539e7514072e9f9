match x:
    case 1: pass
    case -1: pass
    case 1 + 2j | -1.5 - 3J: pass
    case "a" "b" | b"c" | f.g: pass
    case None | True | False: pass
    case y: pass
match x.y(z):
    case A.B: f()
    case A(): f()
    case A.B(1, x, y=2, z=C(d)): f()
    case [1, 2, *rest]: g()
    case (1, 2, *_): g()
    case 1, 2, *_: g()
    case 1,: g()
    case [], (), (a), (b,), [c]: g()
    case {}: h()
    case {"k": v, 1: _, A.b: c, None: d, -1: e, "s" "t": f, **rest}: h(rest)
    case {"k": [a, {"l": B(c=d)}]} if a.b(c): i()
    case str() | int() as n if n > (m := 2): j()
    case (A() as b) | (B() as b): k()
    case _: l()
match x, y:
    case a, b: pass
match x,:
    case (a,): pass
match *a, b:
    case c: pass
match (x):
    case _: pass
match (x, y):
    case _: pass
match [x]:
    case _: pass
match {x: y}:
    case _: pass
match -x:
    case _: pass
match not x:
    case _: pass
match lambda: x:
    case _: pass
match await_:
    case _:
        match match:
            case case: case(match)
match match:
    case match: pass
match (yield_):
    case _: x = 1; y = 2
match = 1
match: int = 2
match.x = 3
match[0] = match(1)
match(x)
match (x), y
match [x]
match * x
match - x
match -x, y
match, case = case, match
match == x
match if x else y
match or x
match in x
match is x
print(match)
case = 1
case(x)
case.y
case[z]: int = match(lambda: x)
if match:
    pass
for match in case: pass
def match(case): return case
class case(match): pass
with match as case: pass
match \
    x:
    case 1: \
        pass
match x:  # comment
    # comment
    case 1:  # comment
        # comment
        pass
    # comment

    case 2:
        pass
