package pkg

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"math/big"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/difylint/difylint/lint/dify/pkg/signtest"
)

var now = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// signedAt is a time at which the test's packages are signed.
var signedAt = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC).Unix()

var testKeys = sync.OnceValue(func() [2]*rsa.PrivateKey {
	var out [2]*rsa.PrivateKey
	for i := range out {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(err)
		}
		out[i] = key
	}
	return out
})

var pluginFiles = map[string]string{
	"manifest.yaml": "version: 0.0.1\n", "main.py": "print()\n", "README.md": "# One\n", "a/b.yaml": "x: 1\n", "a-b.yaml": "x: 2\n",
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func keyOf(k *rsa.PrivateKey) Key { return ReadKey("test.pem", signtest.PublicPEM(&k.PublicKey)) }

func verify(t *testing.T, data []byte, keys ...Key) *Signature {
	t.Helper()
	s, err := Verify(context.Background(), open(t, data), keys, now)
	if err != nil {
		t.Fatal(err)
	}
	if m := s.Message(); m == "" || strings.Contains(m, "%!") {
		t.Errorf("message %q", m)
	}
	return s
}

// repack writes a package anew: its entries through edit, its comment kept.
func repack(t *testing.T, data []byte, edit func([]rawEntry) []rawEntry) []byte {
	t.Helper()
	p := open(t, data)
	var entries []rawEntry
	for _, e := range p.Entries() {
		content, err := p.ReadFile(e.Path)
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, rawEntry{name: e.Name, data: content, method: 8})
	}
	return rawZip{entries: edit(entries), comment: p.Comment()}.bytes()
}

func TestVerify(t *testing.T) {
	mine, other := testKeys()[0], testKeys()[1]
	pkg := must(signtest.Pack(pluginFiles))
	signed := must(signtest.Sign(pkg, mine, "partner", signedAt))
	old := must(signtest.Sign(pkg, mine, "", signedAt))
	commented := func(comment string) []byte {
		return rawZip{entries: goodEntries(), comment: comment}.bytes()
	}
	same := func(e []rawEntry) []rawEntry { return e }

	for _, c := range []struct {
		name   string
		data   []byte
		want   SignatureStatus
		change Change
	}{
		{"signed", signed, SignatureVerified, ""},
		{"signed without a category", old, SignatureVerified, ""},
		{"packed again, the same", repack(t, signed, same), SignatureVerified, ""},
		{"unsigned", pkg, SignatureAbsent, ""},
		{"a comment of another kind", commented("made with care"), SignatureNotJSON, ""},
		{"a JSON list", commented("[1]"), SignatureNotJSON, ""},
		{"a time as text", commented(`{"signature":"","time":"1"}`), SignatureNotJSON, ""},
		{"no signature", commented(`{"time":1744632035}`), SignatureEmpty, ""},
		{"not base64", commented(`{"signature":"%%%","time":1744632035}`), SignatureNotBase64, ""},
		{"URL base64", commented(`{"signature":"-_-_","time":1744632035}`), SignatureNotBase64, ""},
		{"too few bytes", commented(`{"signature":"AAAA","time":1744632035}`), SignatureForeign, ""},
		{"other key", must(signtest.Sign(pkg, other, "partner", signedAt)), SignatureForeign, ""},
		{"time changed", func() []byte {
			p := open(t, signed)
			return bytes.Replace(signed, []byte(p.Comment()), []byte(strings.Replace(p.Comment(), `"time":1772`, `"time":1773`, 1)), 1)
		}(), SignatureChanged, ChangeUnknown},
		{"a byte changed", repack(t, signed, func(e []rawEntry) []rawEntry {
			e[3].data[0] ^= 1
			return e
		}), SignatureChanged, ChangeUnknown},
		{"a file removed", repack(t, signed, func(e []rawEntry) []rawEntry { return e[1:] }), SignatureChanged, ChangeUnknown},
		{"a file added", repack(t, signed, func(e []rawEntry) []rawEntry { return append(e, stored("evil.py", "x")) }), SignatureChanged, ChangeAdded},
		{"reordered", repack(t, signed, func(e []rawEntry) []rawEntry {
			e[0], e[2] = e[2], e[0]
			return e
		}), SignatureChanged, ChangeOrder},
		{"category raised", repack(t, signed, func(e []rawEntry) []rawEntry {
			e[len(e)-1].data = []byte(`{"authorized_category":"langgenius"}`)
			return e
		}), SignatureChanged, ChangeVerification},
		{"category removed", repack(t, signed, func(e []rawEntry) []rawEntry { return e[:len(e)-1] }), SignatureChanged, ChangeVerification},
		{"category added", repack(t, old, func(e []rawEntry) []rawEntry {
			return append(e, stored(VerificationFile, `{"authorized_category":"langgenius"}`))
		}), SignatureChanged, ChangeAdded},
		{"a category that is no JSON", repack(t, signed, func(e []rawEntry) []rawEntry {
			e[len(e)-1].data = []byte("partner")
			return e
		}), SignatureUnreadable, ""},
		{"damaged", repack(t, signed, func(e []rawEntry) []rawEntry {
			e[0].crc = ptr(uint32(1))
			return e
		}), SignatureUnreadable, ""},
		{"a folder entry", repack(t, signed, func(e []rawEntry) []rawEntry { return append(e, stored("a/", "")) }), SignatureUnreadable, ""},
		{"SHA-512", must(signtest.SignWith(pkg, "partner", signedAt, func(data []byte) ([]byte, error) {
			sum := sha512.Sum512(data)
			return rsa.SignPKCS1v15(rand.Reader, mine, crypto.SHA512, sum[:])
		})), SignatureAlgorithm, ""},
		{"a number above the key's", must(signtest.SignWith(pkg, "partner", signedAt, func([]byte) ([]byte, error) {
			return bytes.Repeat([]byte{0xff}, 256), nil
		})), SignatureForeign, ""},
		{"a short filler", block(mine, pkg, "\x00\x01\xff\xff\xff\xff\xff\xff\xff\x00"), SignatureForeign, ""},
		{"a filler of other bytes", block(mine, pkg, "\x00\x01\xff\xff\xff\xff\xff\xff\xff\xff\xfe\x00"), SignatureForeign, ""},
		{"a filler without end", block(mine, pkg, "\x00\x01"+strings.Repeat("\xff", 254)), SignatureForeign, ""},
		{"another kind of block", block(mine, pkg, "\x00\x02"+strings.Repeat("\xff", 202)+"\x00"), SignatureForeign, ""},
		{"an unknown digest", block(mine, pkg, "\x00\x01"+strings.Repeat("\xff", 202)+"\x00"), SignatureForeign, ""},
		{"PSS", must(signtest.SignWith(pkg, "partner", signedAt, func(data []byte) ([]byte, error) {
			sum := sha256.Sum256(data)
			return rsa.SignPSS(rand.Reader, mine, crypto.SHA256, sum[:], nil)
		})), SignatureAlgorithm, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := verify(t, c.data, keyOf(mine))
			if s.Status != c.want || s.Change != c.change {
				t.Errorf("%s %q, want %s %q (%s)", s.Status, s.Change, c.want, c.change, s.Message())
			}
			if made := c.want == SignatureVerified || c.want == SignatureChanged || c.want == SignatureAlgorithm; made != (s.Key == 0) {
				t.Errorf("key %d", s.Key)
			}
			// Whatever is said of it here, the platform verifies it or does not.
			if there := platformVerifies(c.data, &mine.PublicKey); there != (s.Status == SignatureVerified) {
				t.Errorf("verified there: %v", there)
			}
		})
	}
}

// block signs a block that begins so and goes on with zeros.
func block(key *rsa.PrivateKey, pkg []byte, begin string) []byte {
	return must(signtest.SignWith(pkg, "partner", signedAt, func([]byte) ([]byte, error) {
		m := new(big.Int).SetBytes(append([]byte(begin), make([]byte, 256-len(begin))...))
		return m.Exp(m, key.D, key.N).FillBytes(make([]byte, 256)), nil
	}))
}

// TestVerdicts holds the verdicts in words.
func TestVerdicts(t *testing.T) {
	mine := testKeys()[0]
	pkg := must(signtest.Pack(pluginFiles))
	signed := must(signtest.Sign(pkg, mine, "partner", signedAt))
	commented := func(comment string) []byte { return rawZip{entries: goodEntries(), comment: comment}.bytes() }
	for _, c := range []struct {
		data []byte
		want string
	}{
		{signed, "the signature is that of test.pem"},
		{pkg, "the package is not signed"},
		{commented("x"), "the zip's comment is not a signature: it is not JSON from byte 0 on"},
		{commented("{"), "the zip's comment is not a signature: it is not JSON from byte 0 on"},
		{commented("[1]"), "the zip's comment is not a signature: it is a JSON array, not an object"},
		{commented(`{"time":"1"}`), `the zip's comment is not a signature: its "time" is a string`},
		{commented(`{}`), `the zip's comment is JSON without a "signature"`},
		{commented(`{"signature":"AA%A"}`), "the signature is not base64 from byte 2 on"},
		{commented(`{"signature":"AAAA"}`), "none of the keys made the signature (3 bytes), or the signature itself was damaged"},
		{repack(t, signed, func(e []rawEntry) []rawEntry { return append(e, stored("evil.py", "x")) }), `test.pem signed the package without "evil.py", which was added after signing`},
		{repack(t, signed, func(e []rawEntry) []rawEntry { return append([]rawEntry{e[1], e[0]}, e[2:]...) }), "test.pem signed these files in another order: the package was packed again after signing"},
		{repack(t, signed, func(e []rawEntry) []rawEntry { return e[:len(e)-1] }), `test.pem signed the package with the category "partner" in .verification.dify.json, which was changed or removed after signing`},
		{repack(t, signed, func(e []rawEntry) []rawEntry { return e[1:] }), "test.pem signed other contents: a file was changed, added or removed after signing, or the time was; which one cannot be told"},
		{repack(t, signed, func(e []rawEntry) []rawEntry {
			return slices.Insert(e, 0, rawEntry{name: "big", data: []byte("x"), crc: ptr(uint32(1))})
		}), "not every file of the package can be read, so a daemon cannot check the signature"},
		{repack(t, signed, func(e []rawEntry) []rawEntry { e[len(e)-1].data = []byte("[]"); return e }), ".verification.dify.json cannot be read, and so a daemon takes the package for unsigned: it is a JSON array, not an object"},
	} {
		if got := verify(t, c.data, keyOf(mine)).Message(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
	s := verify(t, signed, keyOf(mine))
	if s.Time.Unix() != signedAt || s.Verification.Index != len(pluginFiles) || s.Verification.Category != "partner" || !s.Verification.Present {
		t.Errorf("%+v", s)
	}
	if s := verify(t, must(signtest.Sign(pkg, mine, "friend", signedAt)), keyOf(mine)); s.Verification.Known || s.Authority() != "friend" {
		t.Errorf("an unknown category: %+v", s.Verification)
	}
	if s := verify(t, repack(t, signed, func(e []rawEntry) []rawEntry { e[len(e)-1].crc = ptr(uint32(1)); return e }), keyOf(mine)); s.Verification.Err == nil || s.Status != SignatureUnreadable {
		t.Errorf("a verification file that is damaged: %+v", s)
	}
	if (Key{}).Bits() != 0 {
		t.Error("no key has bits")
	}
}

// platformVerifies is a daemon's answer, from the same few calls.
func platformVerifies(data []byte, key *rsa.PublicKey) bool {
	if platformUpload(data) != nil {
		return false
	}
	p, err := OpenBytes(data, Limits{})
	if err != nil {
		return false
	}
	all := sha256.New()
	for _, e := range p.Entries() {
		content, err := p.ReadFile(platformName(e.Name))
		if err != nil {
			return false
		}
		sum := sha256.Sum256(content)
		all.Write(sum[:])
		if e.Name == VerificationFile && !bytes.HasPrefix(content, []byte("{")) {
			return false
		}
	}
	_, seconds, ok := strings.Cut(p.Comment(), `"time":`)
	_, sig, _ := strings.Cut(p.Comment(), `"signature":"`)
	sig, _, _ = strings.Cut(sig, `"`)
	raw, err := base64.StdEncoding.DecodeString(sig)
	if !ok || err != nil {
		return false
	}
	all.Write([]byte(strings.TrimSuffix(seconds, "}")))
	return rsa.VerifyPKCS1v15(key, crypto.SHA256, all.Sum(nil), raw) == nil
}

func TestVerifyWithSeveralKeys(t *testing.T) {
	mine, other := testKeys()[0], testKeys()[1]
	signed := must(signtest.Sign(must(signtest.Pack(pluginFiles)), mine, "community", signedAt))
	s := verify(t, signed, OfficialKey(), keyOf(other), keyOf(mine), keyOf(other))
	if s.Status != SignatureVerified || s.Key != 2 || s.Keys[1].Status != SignatureForeign || s.Keys[2].Status != SignatureVerified {
		t.Errorf("%+v", s)
	}
	if s.Authority() != "community" || !s.Verification.Known || s.Verification.Count != 1 {
		t.Errorf("authority %q, %+v", s.Authority(), s.Verification)
	}
	if s := verify(t, signed, OfficialKey()); s.Status != SignatureForeign || s.Authority() != "" {
		t.Errorf("without our key: %s", s.Status)
	}
	if s := verify(t, signed); s.Status != SignatureNoKey {
		t.Errorf("without a key: %s", s.Status)
	}
	old := must(signtest.Sign(must(signtest.Pack(pluginFiles)), mine, "", signedAt))
	if s := verify(t, old, keyOf(mine)); s.Authority() != "langgenius" {
		t.Errorf("without a category: %q", s.Authority())
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Verify(ctx, open(t, signed), nil, now); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestSigningTime(t *testing.T) {
	mine := testKeys()[0]
	pkg := must(signtest.Pack(pluginFiles))
	for _, c := range []struct {
		name    string
		seconds int64
		odd     bool
	}{
		{"past", signedAt, false},
		{"now", now.Unix(), false},
		{"clocks differ", now.Add(time.Minute).Unix(), false},
		{"tomorrow", now.Add(24 * time.Hour).Unix(), true},
		{"milliseconds", now.UnixMilli(), true},
		{"never", 0, true},
		{"before there were plugins", 1e9, true},
	} {
		s := verify(t, must(signtest.Sign(pkg, mine, "partner", c.seconds)), keyOf(mine))
		if s.Status != SignatureVerified || s.TimeOdd != c.odd {
			t.Errorf("%s: %s, odd %v", c.name, s.Status, s.TimeOdd)
		}
	}
}

// TestSignedTwice holds what happens when a signed package is signed again: the
// old verification file stays before the new one and is what a daemon reads.
func TestSignedTwice(t *testing.T) {
	mine := testKeys()[0]
	once := must(signtest.Sign(must(signtest.Pack(pluginFiles)), mine, "community", signedAt))
	same := verify(t, must(signtest.Sign(once, mine, "community", signedAt)), keyOf(mine))
	if same.Status != SignatureVerified || same.Verification.Count != 2 {
		t.Errorf("the same category: %s, %+v", same.Status, same.Verification)
	}
	raised := verify(t, must(signtest.Sign(once, mine, "partner", signedAt)), keyOf(mine))
	if raised.Status != SignatureChanged || raised.Verification.Category != "community" {
		t.Errorf("another category: %s, %+v", raised.Status, raised.Verification)
	}
}

func TestReadKey(t *testing.T) {
	key := &testKeys()[0].PublicKey
	good := signtest.PublicPEM(key)
	block := func(kind string, der []byte) []byte {
		return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
	}
	small := func(bits uint) []byte {
		n := new(big.Int).Lsh(big.NewInt(1), bits-1)
		n.SetBit(n, 0, 1)
		return signtest.PublicPEM(&rsa.PublicKey{N: n, E: 65537})
	}
	ec := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	cert := func(from, to time.Time) []byte {
		template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "x"}, NotBefore: from, NotAfter: to}
		return block("CERTIFICATE", must(x509.CreateCertificate(rand.Reader, template, template, key, testKeys()[0])))
	}
	year := 365 * 24 * time.Hour

	for _, c := range []struct {
		name   string
		data   []byte
		codes  string
		usable bool
		daemon bool
	}{
		{"PKCS#1", good, "", true, true},
		{"text before", append([]byte("my key\n"), good...), "", true, true},
		{"an empty line behind", append(bytes.Clone(good), '\n'), "key-extra-data", true, false},
		{"two keys", append(bytes.Clone(good), good...), "key-extra-data", true, false},
		{"PKIX", block("PUBLIC KEY", must(x509.MarshalPKIXPublicKey(key))), "key-form", true, false},
		{"certificate", cert(now.Add(-year), now.Add(year)), "key-form", true, false},
		{"expired", cert(now.Add(-2*year), now.Add(-year)), "key-form key-expired", true, false},
		{"not yet valid", cert(now.Add(year), now.Add(2*year)), "key-form key-not-yet-valid", true, false},
		{"elliptic", block("PUBLIC KEY", must(x509.MarshalPKIXPublicKey(&ec.PublicKey))), "key-form key-not-rsa", false, false},
		{"private", block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(testKeys()[0])), "key-private", false, false},
		{"PKIX under the other name", block("RSA PUBLIC KEY", must(x509.MarshalPKIXPublicKey(key))), "key-unreadable", false, false},
		{"noise", block("RSA PUBLIC KEY", []byte("noise")), "key-unreadable", false, false},
		{"something else", block("PGP MESSAGE", []byte("noise")), "key-form", false, false},
		{"text", []byte("hello"), "key-not-pem", false, false},
		{"nothing", nil, "key-not-pem", false, false},
		{"OpenSSH", []byte("ssh-rsa AAAA me@here"), "key-not-pem", false, false},
		{"DER", x509.MarshalPKCS1PublicKey(key), "key-not-pem", false, false},
		{"huge file", make([]byte, maxKeyFile+1), "key-not-pem", false, false},
		{"512 bits", small(512), "key-too-short", true, true},
		{"1536 bits", small(1536), "key-too-short", true, true},
		{"too many bits", small(maxKeyBits + 1), "key-unreadable", false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := ReadKey("k", c.data)
			s := verify(t, must(signtest.Sign(must(signtest.Pack(pluginFiles)), testKeys()[0], "", signedAt)), k)
			var codes []string
			for _, p := range s.Keys[0].Problems {
				codes = append(codes, string(p.Code))
				if strings.Contains(p.Message(), "%!") {
					t.Errorf("message %q", p.Message())
				}
			}
			if got := strings.Join(codes, " "); got != c.codes {
				t.Errorf("problems %q, want %q", got, c.codes)
			}
			if (k.Public != nil) != c.usable || k.Daemon() != c.daemon {
				t.Errorf("usable %v, daemon %v", k.Public != nil, k.Daemon())
			}
			want := SignatureNoKey
			switch {
			case c.name == "1536 bits":
				want = SignatureForeign
			case c.usable && c.name != "512 bits":
				want = SignatureVerified
			}
			if s.Status != want {
				t.Errorf("status %s, want %s", s.Status, want)
			}
		})
	}
	if k := OfficialKey(); !k.Official || !k.Daemon() || k.Bits() != 4096 {
		t.Errorf("the official key: %+v", k)
	}
}

func FuzzReadKey(f *testing.F) {
	f.Add([]byte(officialPEM))
	f.Add([]byte("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		k := ReadKey("k", data)
		if k.Public == nil && len(k.Problems) == 0 {
			t.Error("no key, and no reason")
		}
	})
}
