变量 = 导入.模块(参数=1)
def 函数(参数, *其他, **关键字): return 参数.属性["键"]
class 类(基类): 属性: 类型 = 值
ﬁeld = ﬁle.ﬂag(ﬀ=1)
é = é = ªº
x۱ = a·b = ℘ = ℮
𝐱.𝐲(𝐳)
import módulo.ñ as ö
from .ü import ß as ẞ
