// Package motcua is the vocabulary of a commune's one-stop reception counter
// (một cửa): dossiers and what happens to them, procedures, people, papers,
// codes and receipts. It does no input or output; every other package speaks
// in its terms, and its ports (Scanner, Printer) are what devices implement.
//
// docs/GLOSSARY.md pairs the names with the Vietnamese terms of the decrees.
package motcua
