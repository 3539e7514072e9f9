if x:
	y()
	if z:
		w()
	else:
		v()
if a:
  b()
  if c:
   	d()

class A:
    x = 1

    def f(self):
        pass
  
    # odd comment
# less
            # more
    def g(self):
        pass

  
	
        # end

def f(
a,
        b):
            return (a,
b)
x = [
1,
        2,
]
if x: \
    y()
if x and \
   y:
    z()
if x:
    \
    y()
    z()
if x:
        a
elif y:
 b
else:
      c
try:
  a
except:
      b
finally:
 c
\

x = 1 \

y = 2
class A:

    # comment first

    def f(self):

        # comment

        return 1
    # dedented comment
# module comment
        # indented comment
    def g(self): pass



x = """
not indented
    """
for x in y:
    """
  doc"""
    z()
