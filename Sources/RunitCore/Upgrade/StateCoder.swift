/// One end of the way that a state goes from a program to the one that is executed in its place: it writes each value,
/// or puts what it reads into its place. So a layout is described once, for both; see ``StateBytes``.
///
/// Where bytes are missing or make no sense, values stay as they are, and ``isComplete`` says so in the end.
package struct StateCoder: Sendable {
  /// What the old program had open: the reader's to close, whatever the rest says.
  package let descriptors: DescriptorTable

  private var bytes: StateBytes
  private let isReading: Bool
  private var offset: Int
  /// Where the checksum begins, for the reader.
  private var end = 0
  private var isRefused = false

  /// Begins to write.
  package init(writing descriptors: DescriptorTable) {
    self.descriptors = descriptors
    bytes = StateBytes(StateFormat.magic)
    isReading = false
    offset = 0
    var version = StateFormat.version
    var count = UInt64(descriptors.count)
    code(word: &version)
    code(word: &count)
    for index in 0..<descriptors.count {
      var number = descriptors[index]
      code(&number)
    }
  }

  /// Ends what was written and returns it; `nil` when it had no room.
  package mutating func finish() -> StateBytes? {
    var checksum = bytes.span.checksum
    code(word: &checksum)
    return bytes.isTruncated ? nil : bytes
  }

  /// Begins to read; `nil` for bytes that are not a program's state, of any version.
  package init?(reading bytes: StateBytes) {
    let span = bytes.span
    let end = span.count - StateFormat.checksumSize
    guard span.hasPrefix(StateFormat.magic), end >= StateFormat.headerSize else { return nil }
    let count = span.load(littleEndian: UInt64.self, at: 16)
    guard count <= DescriptorTable.capacity, Int(count) * 8 <= end - StateFormat.headerSize else { return nil }
    var descriptors = DescriptorTable()
    for index in 0..<Int(count) {
      let word = Int64(bitPattern: span.load(littleEndian: UInt64.self, at: StateFormat.headerSize + 8 * index))
      guard let number = Int32(exactly: word), number >= -1 else { return nil }
      descriptors.append(number)
    }
    self.descriptors = descriptors
    self.bytes = bytes
    self.end = end
    isReading = true
    offset = StateFormat.headerSize + 8 * descriptors.count
    let version = span.load(littleEndian: UInt64.self, at: 8)
    let checksum = span.load(littleEndian: UInt64.self, at: end)
    isRefused = version != StateFormat.version || checksum != span.extracting(..<end).checksum
  }

  @inline(never)
  package mutating func code(byte: inout UInt8) {
    guard isReading else { return bytes.append(byte) }
    guard !isRefused, offset < end else { return refuse() }
    byte = bytes.span[offset]
    offset += 1
  }

  /// What was read makes no sense.
  package mutating func refuse() { isRefused = true }

  /// Whether what is left to read is in a form that is known here.
  package var isUnderstood: Bool { !isRefused }

  /// Whether everything was read, and made sense.
  package var isComplete: Bool { !isRefused && offset == end }
}
