package import Unix

/// Answers `--help` and `--version`, which every program has, on standard output.
///
/// - Returns: whether `argument` was one of the two.
package func printStandardAnswer(
  to argument: CString?, program: CString, synopsis: CString, version: CString
) -> Bool {
  guard let argument else { return false }
  var line = Complaint()
  if argument == "--version" {
    line.append(program)
    line.append(version)
  } else if argument == "--help" {
    line.append("usage: ")
    line.append(program)
    line.append(synopsis)
    line.append("\n")
  } else {
    return false
  }
  line.write(to: .output)
  return true
}
