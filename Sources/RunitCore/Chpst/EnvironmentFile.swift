/// A file of an environment directory: its name is that of a variable, its first line the value.
package enum EnvironmentFile {
  /// What the file `name` with `content` does to the environment: `NAME=VALUE` sets, `NAME` alone, for a file without a
  /// byte, removes.
  ///
  /// Blanks and tabs at the end of the line are no part of the value, and since no value can hold a NUL, a NUL in the file
  /// stands for a newline: blanks before it are therefore not at the end.
  package static func assignment(_ name: Span<UInt8>, _ content: Span<UInt8>) -> [UInt8] {
    var assignment: [UInt8] = []
    let line = content.firstLine
    assignment.reserveCapacity(name.count + line.count + 2)
    for index in name.indices { assignment.append(name[index]) }
    guard content.count > 0 else { return assignment }
    var end = line.count
    while end > 0, line[end - 1].isBlank { end -= 1 }
    assignment.append(UInt8(ascii: "="))
    for index in 0..<end { assignment.append(line[index] == 0 ? UInt8(ascii: "\n") : line[index]) }
    return assignment
  }
}
