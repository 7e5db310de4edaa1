/// What happened in a log directory since it exists, as its file `counters` tells monitoring programs.
///
///     lines 1200
///     bytes 96000
///     dropped 0
///     rotations 3
///     processor-failures 0
package struct LogCounters: Equatable, Sendable {
  /// Lines written to `current`.
  package var lines: UInt64 = 0
  /// Bytes written to `current`.
  package var bytes: UInt64 = 0
  /// Lines lost on a full disk.
  package var dropped: UInt64 = 0
  package var rotations: UInt64 = 0
  package var processorFailures: UInt64 = 0

  package init() {}

  /// Reads the text of the file. Keys that are missing or unknown do not count.
  package init(decoding text: Span<UInt8>) {
    var start = 0
    while start < text.count {
      let line = text.extracting(start...).firstLine
      start += line.count + 1
      guard let blank = line.firstIndex(of: UInt8(ascii: " ")),
        let value = Decimal.parse(line.extracting((blank + 1)...))
      else { continue }
      let key = line.extracting(0..<blank)
      if key.equals("lines") { lines = value }
      if key.equals("bytes") { bytes = value }
      if key.equals("dropped") { dropped = value }
      if key.equals("rotations") { rotations = value }
      if key.equals("processor-failures") { processorFailures = value }
    }
  }

  /// The text of the file. It never gets shorter while the numbers grow.
  package var encoded: TextBuffer<256> {
    var text = TextBuffer<256>()
    Self.append("lines ", lines, to: &text)
    Self.append("bytes ", bytes, to: &text)
    Self.append("dropped ", dropped, to: &text)
    Self.append("rotations ", rotations, to: &text)
    Self.append("processor-failures ", processorFailures, to: &text)
    return text
  }

  private static func append(_ key: Literal, _ value: UInt64, to text: inout TextBuffer<256>) {
    text.append(key)
    text.append(decimal: value)
    text.append(UInt8(ascii: "\n"))
  }
}
