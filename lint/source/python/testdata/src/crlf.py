if x:
    y()
    z = """a
b
"""

# c
else:
    w(
        "a" \
        "b")
f"""{
a
}
"""
"a\
b"
