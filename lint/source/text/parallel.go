package text

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Parallel calls f with 0 to n-1, several calls at a time where there are several
// cores, and returns when all have returned. A panic of f is raised again.
func Parallel(n int, f func(int)) { ParallelBy(runtime.GOMAXPROCS(0), n, f) }

// ParallelBy is Parallel with up to so many calls at a time.
func ParallelBy(workers, n int, f func(int)) {
	if workers = min(n, workers); workers < 2 {
		for i := range n {
			f(i)
		}
		return
	}
	var next atomic.Int64
	var raised atomic.Value
	work := func() {
		defer func() {
			if r := recover(); r != nil {
				next.Store(int64(n))
				raised.CompareAndSwap(nil, panicked{r})
			}
		}()
		for {
			i := int(next.Add(1)) - 1
			if i >= n {
				return
			}
			f(i)
		}
	}
	var wg sync.WaitGroup
	for range workers - 1 {
		wg.Go(work)
	}
	work()
	wg.Wait()
	if r, ok := raised.Load().(panicked); ok {
		panic(r.value)
	}
}

// panicked is what a panic was raised with.
type panicked struct{ value any }
