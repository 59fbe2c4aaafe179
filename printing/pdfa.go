package printing

import (
	"bytes"
	"crypto/sha256"
	"encoding/xml"
	"fmt"
	"regexp"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"motcua"
	"motcua/assets/icc"
)

// Filed papers are PDF/A-2b (ISO 19005-2): every face embedded, the colours
// tied to a profile, the level said in XMP, and an identifier in the trailer.

func archive(pdf *fpdf.Fpdf, title string, made time.Time) {
	pdf.AddOutputIntent(fpdf.OutputIntentType{
		SubtypeIdent: fpdf.OutputIntent_GTS_PDFA1, OutputConditionIdentifier: "sRGB2014", Info: "sRGB2014", ICCProfile: icc.SRGB(),
	})
	pdf.SetXmpMetadata([]byte(xmp(title, made)))
}

// xmp returns the metadata packet (ISO 16684-1) that says what the PDF is.
func xmp(title string, made time.Time) string {
	var t strings.Builder
	// A strings.Builder takes everything.
	_ = xml.EscapeText(&t, []byte(title))
	at := made.UTC().Format("2006-01-02T15:04:05Z")
	return "<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"` +
		` xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">` +
		`<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>` +
		`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + t.String() + `</rdf:li></rdf:Alt></dc:title>` +
		`<xmp:CreateDate>` + at + `</xmp:CreateDate><xmp:ModifyDate>` + at + `</xmp:ModifyDate><pdf:Producer>motcua</pdf:Producer>` +
		"</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>"
}

// mendTrailer puts right what fpdf 0.12.0 ends a file with: its Info points one
// object too far when there is an output intent, and it has no identifier.
func mendTrailer(data []byte) ([]byte, error) {
	at := bytes.LastIndex(data, []byte("trailer\n"))
	if at < 0 {
		return nil, &motcua.Error{Code: motcua.CodeCorrupt, Detail: "pdf trailer"}
	}
	m := regexp.MustCompile(`/Info (\d+) 0 R\n`).FindSubmatchIndex(data[at:])
	var n int
	if m == nil {
		return nil, &motcua.Error{Code: motcua.CodeCorrupt, Detail: "pdf trailer"}
	}
	if _, err := fmt.Sscan(string(data[at+m[2]:at+m[3]]), &n); err != nil {
		return nil, &motcua.Error{Code: motcua.CodeCorrupt, Detail: "pdf trailer", Cause: err}
	}
	sum := sha256.Sum256(data[:at])
	out := bytes.NewBuffer(make([]byte, 0, len(data)+100))
	out.Write(data[:at+m[0]])
	fmt.Fprintf(out, "/Info %d 0 R\n/ID [<%x> <%x>]\n", n-1, sum[:16], sum[:16])
	out.Write(data[at+m[1]:])
	return out.Bytes(), nil
}
