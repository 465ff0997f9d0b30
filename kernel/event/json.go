package event

// AppendText appends a JSON string (RFC 8259, section 7), for what the kernel tells a page: the
// fields of an entry need no escape and are written by the codec. It escapes what JSON asks for;
// everything else, the UTF-8 of an opening among it, passes byte for byte.
func AppendText(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c < 0x20:
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		default:
			dst = append(dst, c)
		}
	}
	return append(dst, '"')
}

// AppendMember appends a member whose value is a text to an object that dst ends in, with a comma
// where one is due. Dst is never empty.
func AppendMember(dst []byte, name, text string) []byte {
	if last := dst[len(dst)-1]; last != '{' && last != '[' {
		dst = append(dst, ',')
	}
	return AppendText(append(AppendText(dst, name), ':'), text)
}
