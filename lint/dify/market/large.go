package market

// large are the packages that a reviewer must approve, by normalised name. As of
// 2026-08-21, from dify-marketplace-toolkit, toolkit/checks/dependencies.py. To
// refresh: compare with its list of large packages, and change the date.
var large = map[string]bool{
	"chromadb": true, "faiss-cpu": true, "faiss-gpu": true, "jax": true, "llama-cpp-python": true,
	"opencv-contrib-python": true, "opencv-python": true, "opencv-python-headless": true, "paddlepaddle": true,
	"playwright": true, "pyppeteer": true, "selenium": true, "spacy": true, "tensorflow": true, "tensorflow-cpu": true,
	"torch": true, "torchaudio": true, "torchvision": true, "transformers": true,
}

// Large reports whether a package, by its normalised name, is so large that the
// marketplace asks for a reviewer's approval.
func Large(key string) bool { return large[key] }
