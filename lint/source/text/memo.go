package text

import "sync"

// memo is what was computed of a file. A file has some dozens of values: a list
// of them is found through as fast as a map, and is one piece of memory, where a
// map's many small ones would lie about for as long as the file is open.
type memo struct {
	mu   sync.RWMutex
	list []fact
}

type fact struct {
	key   any
	of    string
	at    int
	value any
}

// NewKept is NewFile for a file that several runs read, as an editor's do: what
// Memo computes of it stays with it as long as the file does.
func NewKept(path string, data []byte) *File {
	return &File{Path: path, Data: data, memo: new(memo)}
}

// NewDraft is NewKept for a file that is being written, as an editor's buffer is:
// where it is broken, a parser reads what it can.
func NewDraft(path string, data []byte) *File {
	f := NewKept(path, data)
	f.draft = true
	return f
}

// Draft reports whether the file was made by NewDraft.
func (f *File) Draft() bool { return f.draft }

// Kept reports whether the file was made by NewKept or NewDraft.
func (f *File) Kept() bool { return f.memo != nil }

// Forget drops what Memo and Once have kept; it is computed again where it is asked for.
func (f *File) Forget() {
	for _, m := range []*memo{f.memo, &f.dear} {
		if m != nil {
			m.mu.Lock()
			m.list = nil
			m.mu.Unlock()
		}
	}
}

// Memo is a value that follows from the file alone. For a file made by NewKept
// it is computed once a key, for others each time: a short run should not hold
// in memory what it needs no more. The value is shared by goroutines and must
// not be changed. The key should be of an unexported type, or a pointer.
func (f *File) Memo(key any, compute func() any) any { return f.MemoOf(key, "", 0, compute) }

// MemoOf is Memo for a key that has several values in one file: of says as what
// the file is read, at which part of it.
func (f *File) MemoOf(key any, of string, at int, compute func() any) any {
	if f.memo == nil {
		return compute()
	}
	return f.memo.of(key, of, at, compute)
}

func (m *memo) of(key any, of string, at int, compute func() any) any {
	m.mu.RLock()
	v, ok := m.find(key, of, at)
	m.mu.RUnlock()
	if ok {
		return v
	}
	computed := compute() // without the lock: it may ask for other values
	m.mu.Lock()
	defer m.mu.Unlock()
	if v, ok := m.find(key, of, at); ok {
		return v
	}
	m.list = append(m.list, fact{key, of, at, computed})
	return computed
}

// Once is Memo for what is so dear that every file keeps it: a lock, say, that
// several rules ask for.
func (f *File) Once(key any, compute func() any) any {
	m := f.memo
	if m == nil {
		m = &f.dear
	}
	return m.of(key, "", 0, compute)
}

func (m *memo) find(key any, of string, at int) (any, bool) {
	for i := range m.list {
		if k := &m.list[i]; k.key == key && k.at == at && k.of == of {
			return k.value, true
		}
	}
	return nil, false
}
