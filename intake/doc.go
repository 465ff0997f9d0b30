// Package intake reads files that were made elsewhere: the crew list of a production
// office, the packing list of a rental house, a screenplay as .fountain or .fdx.
//
// It only reads. Every entry point takes bytes and gives back typed rows, and for each line
// that it could not use a [Problem] with the line, the reason and what to do. Nothing here
// knows the ledger: a row is a proposal, and a person signs what becomes of it. Importing
// the same file twice gives the same rows in the same order with the same keys, so a caller
// can tell what is already on record.
//
// Three kinds of finding are kept apart:
//
//   - a [FileError] concerns the whole file; nothing is read from it;
//   - a [Problem] concerns one line; that line is not among the rows;
//   - a [Note] concerns one line that is among the rows, where the reading was the careful
//     one: a class that nobody can tell from the text is UNKNOWN, never a guess.
//
// No finding quotes a cell that can be personal (name, telephone, e-mail, permit, certificate,
// serial). Those cells are an [Opening] in the rows, which prints as a fixed word, so neither
// a log line nor an error can carry them by accident. Names of columns and of script words
// are quoted.
//
// The formats, the column names that are understood, the bounds and all codes are listed in
// docs/spec/imports.md. The word lists are data, in the vocabulary folder.
package intake
