package text

import "sync"

// NewKept is NewFile for a file that several runs read, as an editor's do: what
// Memo computes of it stays with it as long as the file does.
func NewKept(path string, data []byte) *File {
	return &File{Path: path, Data: data, memo: new(sync.Map)}
}

// Kept reports whether the file was made by NewKept.
func (f *File) Kept() bool { return f.memo != nil }

// Forget drops what Memo has kept; it is computed again where it is asked for.
func (f *File) Forget() {
	if f.memo != nil {
		f.memo.Clear()
	}
}

// Memo is a value that follows from the file alone. For a file made by NewKept
// it is computed once a key, for others each time: a short run should not hold
// in memory what it needs no more. The value is shared by goroutines and must
// not be changed. The key should be of an unexported type, or a pointer.
func (f *File) Memo(key any, compute func() any) any {
	if f.memo == nil {
		return compute()
	}
	if v, ok := f.memo.Load(key); ok {
		return v
	}
	v, _ := f.memo.LoadOrStore(key, compute())
	return v
}
