def f():
    return 1 # no newline at the end