package text_test

import (
	"sync/atomic"
	"testing"

	"github.com/difylint/difylint/lint/source/text"
)

func TestParallel(t *testing.T) {
	for _, n := range []int{0, 1, 2, 1000} {
		seen := make([]atomic.Int32, n)
		text.Parallel(n, func(i int) { seen[i].Add(1) })
		for i := range seen {
			if got := seen[i].Load(); got != 1 {
				t.Errorf("of %d, %d was called %d times", n, i, got)
			}
		}
	}
	for _, n := range []int{1, 100} {
		func() {
			defer func() {
				if r := recover(); r != "broken" {
					t.Errorf("of %d, the panic became %v", n, r)
				}
			}()
			text.Parallel(n, func(i int) {
				if i == n/2 {
					panic("broken")
				}
			})
		}()
	}
}
