// Package printing sets the papers of the counter as PDF/A and as dots for ticket
// printers. What a paper says is a Document (receipt.go, requests.go, books.go,
// everyday.go); how it looks and in which words is a form file of assets/forms
// (language.go reads it, forms.go chooses the version). A form with its content
// becomes strips (layout.go, table.go, text.go), strips become pages (flow.go),
// and pages are drawn (draw.go) into a PDF (pdf.go, pdfa.go) or onto dots
// (raster.go). Printers live in the folders below.
package printing
