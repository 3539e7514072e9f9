#!/usr/bin/env python
# -*- coding: latin-1 -*-
import café
x = "é"; café.f(x)
