t''
t"hello {name}"
t'{x!r:>{w}}' T"{a.b(c)}" tr'\d{x}' Rt"\{y}" rt''
t'{x}' t"{y}"
t"""
{x.y(
    z
)}
"""
t'{f'{t'{x}'}'}'
f'{t"{x}"}'
t = 1
t; t.x("y")
try:
    x()
except A, B:
    y()
except a.B, C(1), d["e"]:
    z()

try: pass
except* A, B: pass
