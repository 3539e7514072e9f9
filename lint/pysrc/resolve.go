package pysrc

const maxFollow = 64
