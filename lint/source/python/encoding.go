package python

import (
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/source/text"
)

// The encoding of a source: the byte order mark, the cookie in the first two
// lines (PEP 263), and what CPython refuses before it reads a token.

// readEncoding settles how bytes outside ASCII are read.
func (m *Module) readEncoding(l *lexer) {
	if i := strings.IndexByte(m.src, 0); i >= 0 {
		l.fail(i, i+1, "the source holds a null byte")
	}
	cookie, start := cookie(m.src)
	if cookie != "" {
		name := normalEncoding(cookie)
		plain := strings.ReplaceAll(strings.ToLower(cookie), "_", "-")
		switch {
		case m.File.BOMLen() > 0 && plain != "utf-8" && !strings.HasPrefix(plain, "utf-8-"):
			l.fail(start, start+len(cookie), "the encoding %s contradicts the byte order mark", cookie)
		case name == "utf-8":
		case !codecs()[strings.ReplaceAll(name, "-", "_")]:
			l.fail(start, start+len(cookie), "unknown encoding: %s", cookie)
			l.opaque = true
		default:
			m.Encoding = name
			m.latin1 = name == "iso-8859-1"
			l.opaque = name != "ascii"
			if name == "ascii" {
				for i := range len(m.src) {
					if m.src[i] >= utf8.RuneSelf {
						l.fail(i, i+1, "a byte that is not ASCII in a source that says it is")
						break
					}
				}
			}
		}
	}
	if m.Encoding == "utf-8" && !l.opaque && !utf8.ValidString(m.src) {
		l.opaque, l.broken = true, true
	}
}

// checkUTF8 reports the first byte that is not UTF-8. In comments CPython before
// 3.14 reads over it.
func (m *Module) checkUTF8(l *lexer) {
	comments := l.comments
	for i := 0; i < len(m.src); {
		r, n := utf8.DecodeRuneInString(m.src[i:])
		if r == utf8.RuneError && n <= 1 {
			for len(comments) > 0 && comments[0].End <= i {
				comments = comments[1:]
			}
			if len(comments) == 0 || i < comments[0].Start {
				l.fail(i, i+1, "a byte that is not UTF-8")
				return
			}
			if m.Undecodable.IsEmpty() {
				m.Undecodable = text.Span{Start: i, End: i + 1}
			}
		}
		i += n
	}
}

// cookie is the encoding that a comment in the first two lines names, and its
// offset.
func cookie(src string) (string, int) {
	at := 0
	if strings.HasPrefix(src, "\xef\xbb\xbf") {
		at = 3
	}
	for range 2 {
		end := text.SkipLine(src, at)
		line := src[at:end]
		comment := strings.TrimLeft(line, " \t\f")
		if comment != "" && comment[0] != '#' {
			return "", 0
		}
		for i := 0; ; {
			k := strings.Index(line[i:], "coding")
			if k < 0 {
				break
			}
			i += k + len("coding")
			if i >= len(line) || line[i] != ':' && line[i] != '=' {
				continue
			}
			i = text.SkipBlanks(line, i+1)
			j := i
			for j < len(line) && (isDecimal(line[j]) || line[j] < utf8.RuneSelf && byteClass[line[j]] == cIdent || line[j] == '-' || line[j] == '.') {
				j++
			}
			if j > i {
				return line[i:j], at + i
			}
		}
		at = end
		if at < len(src) && src[at] == '\r' {
			at++
		}
		if at < len(src) && src[at] == '\n' {
			at++
		}
	}
	return "", 0
}

// normalEncoding folds the spellings of the encodings that are decoded here;
// others come back in lower case with hyphens.
func normalEncoding(name string) string {
	name = strings.ReplaceAll(strings.ToLower(name), "_", "-")
	has := func(s string) bool { return name == s || strings.HasPrefix(name, s+"-") }
	switch {
	case has("utf-8"), name == "utf8", name == "u8", name == "cp65001":
		return "utf-8"
	case has("latin-1"), has("iso-8859-1"), has("iso-latin-1"), name == "latin1", name == "latin", name == "l1", name == "iso8859-1", name == "8859":
		return "iso-8859-1"
	case name == "us-ascii", name == "ascii", name == "646":
		return "ascii"
	}
	return name
}

// codecs are the text encodings of the standard library and their aliases,
// lower case with underscores.
var codecs = sync.OnceValue(func() map[string]bool {
	return text.Set(`
ascii iso_8859_1 big5 big5_tw csbig5 big5hkscs big5_hkscs hkscs
cp037 ibm037 ibm039 cp273 273 ibm273 csibm273 cp424 ebcdic_cp_he ibm424 cp437 437 ibm437 cp500
ebcdic_cp_be ebcdic_cp_ch ibm500 cp720 cp737 cp775 ibm775 cp850 850 ibm850 cp852 852 ibm852
cp855 855 ibm855 cp856 cp857 857 ibm857 cp858 858 ibm858 cp860 860 ibm860 cp861 861 cp_is ibm861
cp862 862 ibm862 cp863 863 ibm863 cp864 ibm864 cp865 865 ibm865 cp866 866 ibm866 cp869 869 cp_gr
ibm869 cp874 cp875 cp932 932 ms932 mskanji ms_kanji windows_31j cp949 949 ms949 uhc cp950 950 ms950
cp1006 cp1026 ibm1026 cp1125 1125 ibm1125 cp866u ruscii cp1140 ibm1140 cp1250 windows_1250 1250 cp1251
windows_1251 1251 cp1252 windows_1252 1252 cp1253 windows_1253 1253 cp1254 windows_1254 1254 cp1255
windows_1255 1255 cp1256 windows_1256 1256 cp1257 windows_1257 1257 cp1258 windows_1258 1258
euc_jp eucjp ujis u_jis euc_jis_2004 jisx0213 eucjis2004 euc_jisx0213 eucjisx0213 euc_kr euckr korean
ksc5601 ks_c_5601 ks_c_5601_1987 ksx1001 ks_x_1001 gb2312 chinese csiso58gb231280 euc_cn euccn
eucgb2312_cn gb2312_1980 gb2312_80 iso_ir_58 gbk 936 cp936 ms936 gb18030 gb18030_2000 hz hzgb hz_gb
hz_gb_2312 iso2022_jp csiso2022jp iso2022jp iso_2022_jp iso2022_jp_1 iso2022jp_1 iso_2022_jp_1
iso2022_jp_2 iso2022jp_2 iso_2022_jp_2 iso2022_jp_2004 iso_2022_jp_2004 iso2022jp_2004 iso2022_jp_3
iso2022jp_3 iso_2022_jp_3 iso2022_jp_ext iso2022jp_ext iso_2022_jp_ext iso2022_kr csiso2022kr iso2022kr
iso_2022_kr iso8859_2 iso_8859_2 latin2 l2 iso8859_3 iso_8859_3 latin3 l3 iso8859_4 iso_8859_4 latin4
l4 iso8859_5 iso_8859_5 cyrillic iso8859_6 iso_8859_6 arabic iso8859_7 iso_8859_7 greek greek8
iso8859_8 iso_8859_8 hebrew iso8859_9 iso_8859_9 latin5 l5 iso8859_10 iso_8859_10 latin6 l6 iso8859_11
iso_8859_11 thai iso8859_13 iso_8859_13 latin7 l7 iso8859_14 iso_8859_14 latin8 l8 iso8859_15
iso_8859_15 latin9 l9 iso8859_16 iso_8859_16 latin10 l10 johab cp1361 ms1361 koi8_r cskoi8r koi8_t
koi8_u kz1048 kz_1048 rk1048 strk1048_2002 mac_cyrillic maccyrillic mac_greek macgreek mac_iceland
maciceland mac_latin2 maclatin2 maccentraleurope mac_centeuro mac_roman macroman macintosh mac_turkish
macturkish mac_arabic mac_croatian mac_farsi mac_romanian ptcp154 csptcp154 pt154 cp154 cyrillic_asian
shift_jis csshiftjis shiftjis sjis s_jis shift_jis_2004 shiftjis2004 sjis_2004 s_jis_2004 shift_jisx0213
shiftjisx0213 sjisx0213 s_jisx0213 utf_32 u32 utf32 utf_32_be utf_32be utf_32_le utf_32le utf_16 u16 utf16
utf_16_be utf_16be utf_16_le utf_16le utf_7 u7 unicode_1_1_utf_7 utf_8_sig tis_620 tis620 tis_620_0
tis_620_2529_0 tis_620_2529_1 hp_roman8 roman8 r8 csHPRoman8 palmos raw_unicode_escape unicode_escape
mbcs oem ansi dbcs idna punycode charmap undefined`)
})
