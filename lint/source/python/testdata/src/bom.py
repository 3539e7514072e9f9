# coding: utf-8
import os
x = "é"; os.f(x)
