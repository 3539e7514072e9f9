class Empty: pass
class Parens(): ...
class One(Base):
    """Doc."""
    x = 1
    y: int = 2
    z: "str"

    def method(self, a, /, b, *args, c=1, d, **kw) -> None:
        pass

    @property
    def prop(self): return self._p

    @prop.setter
    def prop(self, v): self._p = v

    @staticmethod
    def s(): yield

    @classmethod
    async def c(cls):
        await cls.d()

    class Inner(Outer.Base, metaclass=ABCMeta):
        class Deeper:
            def deepest(self):
                class Local(*bases, **kw): pass
                return Local


@decorator
@decorator.with_args(1, key="value")
@(lambda c: c)
@registry["key"].register
class Decorated(a.b.C, Generic[T], make_base("x"), metaclass=abc.ABCMeta, flag=True, **options):
    'single' "concatenated"

    @abstractmethod
    def todo(self): raise NotImplementedError
    @abc.abstractmethod
    def todo2(self):
        """Says what to do."""
        raise NotImplementedError("todo")
    def done(self):
        """Nothing."""
    def dots(self): ...


class Continued(
    One,
    # a base with a comment
    Two,
):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage, None, None]:
        yield self.create_text_message(tool_parameters["query"])
if True:
    class Conditional(One): a = b = c = 1; d, e = 2, 3
try:
    class Guarded(One):
        pass
except E:
    class Guarded: pass
class NotDoc:
    f"not {a} docstring"
class NotDoc2:
    b"bytes"
class Doc3:
    r'''raw'''; x = 1
class NotDoc4:
    "a" + "b"
class NotDoc5:
    "a".join(b)
