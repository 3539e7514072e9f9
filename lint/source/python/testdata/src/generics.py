def f[T](x: T) -> T: return x
def g[T: int, U: (int, str), *Ts, **P](a: T, *b: *Ts, **c: P.kwargs) -> U: ...
async def h[T,](): pass
class A[T]: pass
class B[T](A[T], Generic[T], metaclass=M):
    def m[U](self, x: U) -> T: return self.n[U](x)
class C[T: "D", *Ts](D): x: T
type X = int
type Y[T] = list[T] | Y[T]
type Z[*Ts, **P] = Callable[P, tuple[*Ts]]
def i[T = int, *Ts = *tuple[int, ...], **P = [int, str]](): pass
class E[T: int = bool]: pass
type W[T = f()] = T
@dec
def j[T](x): x.y()
def k[
    T,  # comment
    U: bound.of("x"),
](
    x
): pass
