f''
f'plain'
f"{x}"
f'{x}{y}'
f"a{x}b{y}c"
f'{x!r}{x!s:>10}{x!a}'
f'{x:>{width}.{precision}f}'
f'{x:{"{"}>{w}}'
f'{{literal}}' f"{{{x}}}" f'{{{{'
f'{x=}' f'{x = }' f'{x=!r}' f'{x=:>5}'
f"{x['key']}" f'{x["key"]}' f"{x["key"]}" f'{x['key']}'
f"{f"{f"{f"{1}"}"}"}"
f'{a.b(c)[d].e(f=1)}'
f'{"nested " + f'{deeper("x")}' + 'end'}'
f'''{
    multi.line(
        "call"  # comment with } and ' and "
    )
}'''
f"{
    single.quoted.multi(1)
}"
f'{lambda_ and (lambda x: x)(1)}'
f'{(x := 5)}' f'{x:=5}' f'{x!r:=^10}'
f'{x if y else z}' f'{not x}' f'{*a, b}' f'{x,}'
f'{x:%Y-%m-%d %H:%M}' f'{x:,}' f'{x:#x}' f'{x:!r}' f"{x:'}"
f'{x!=y}' f'{x==y}' f'{x<=y}' f'{x>=y}' f'{(x!=y)!r}'
f'{ {1: 2}[1] }' f'{ {1, 2} }' f'{[1, 2][0]}' f'{x[1:2]}' f'{d["a":"b"]}'
f'\n\t\'\"\\' f'\x41{x}\u00e9' f'\N{BULLET}{x}' rf'\d{x}\w' fr'\{x}' Rf"\n" FR'\N{y}' f'\{x}'
'plain ' f'{x} ' "plain" rf'{y}\z' '{not a field}'
f"https://{host}/v1/{path}?q={q}&x=1"
f'{yield_()}' f'{await_}' f'{[x for x in y]}'
f'''triple ' " {x} {"inner"} '' ""'''
f"""{x}
{y:
  >10}
"""
f'{x:{y:{z}}}'
f'{x:{y}{z}}' f'{x:a{y}b{z}c}'
f'{"\n".join(lines)}' f'{'\\'}'
f'{x}' 'a' \
  f'{y}'
x = (f'{a.f()}'
     f'{b.g()}' "c"
     f'{c.h("d")}')
f"{x!r}" "{y}" f'{z}'
f"{'a' 'b'}" f"{'''t'''}" f'{"""t"""}'
f"#{x}" f'{x}#' # f'{comment}'
f"{x }" f"{ x}" f"{ x }" f"{ x!r }" f"{x!r:}" f"{x:}"
def g():
    f'{yield}' f'{yield x}' f'{(yield)}'
async def h():
    return f'{await x.y()}' f'{[await z async for z in w()]}'
print(f"é {ü} 漢{字}字 😀{x}😀")
f'{a["b"]}' + f"{a['b']}" f'{c}'
f"{x:{{}.get(1)}}" f"{x:{'a'}}"
f'{x:\x41{y}}' f'{x:{y}\n}'
f"{a:=}" f"{a:}}}" if 0 else f"{(a)}}}"
f"{x:{y}}}}" 
f"{'{'}" f"{'}'}" f'{"}"}'
