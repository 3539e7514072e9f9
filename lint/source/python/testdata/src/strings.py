'single'
"double"
'''triple ' " '' "" '''
"""triple " ' "" '' \""" end"""
""""starts with a quote"""
'''
many
  lines
'''
r'raw \n \' '
R"\d+" if 0 else rb'bytes\d' b'\x00\xff\'' B"x" Rb"y" bR'z' BR"w"
u'unicode' U"U"
'a' "b" '''c''' """d""" r'\e'
x = ('implicit'
     "concatenation"  # with a comment
     '''in parentheses''')
y = 'line \
continued'
'\a\b\f\n\r\t\v\\\'\"\0\01\012\0123\x41\u00e9\U0001F600\q\8\
'
'\ud83d\ude00 lone'
b'\u00e9 not an escape \N{not}'
'\N{BULLET} \N{LATIN SMALL LETTER E WITH ACUTE}'
'é ü 漢字 😀 combining é'
"\"" "\\" '\'' '\\\''
'''\''''
'''a\\'''
"""a\\\""""
''
""
''''''
""""""
r''
'tab	inside'
'formfeed  inside'
f(key="value", other='it''s')
{"a": 'b', 'c': "d"}["a"]['c']
x["key"]; x['k' "ey"]; x[r"k\ey"]; x[b"no"]
"""
'''
"""
'''
"""
'''
'#' # '
"#" # "
'''# ''' # '''
# '''
# """
"https://example.com/path?query=1#fragment"
"%s" % "x", "{}".format("y"), "a" + "b" * 3
r"\\" r'\'' r"\"" r'''\''''
'\x7f\x80\xff'
'sk-' 'secret'
