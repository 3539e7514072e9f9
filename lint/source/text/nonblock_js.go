package text

// nonblock is nothing here: there are no pipes.
const nonblock = 0
