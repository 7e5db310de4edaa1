import RunitCore
import Unix

/// The names of a service's dependencies, on pages of their own: a service without any has none.
struct DependencyNames: ~Copyable {
  private var text: MemoryPage?
  /// Where each name ends in ``text``.
  private var ends = InlineArray<64, UInt16>(repeating: 0)
  private(set) var count = 0
  /// Whether names are missing here because there was no memory for them.
  private(set) var isOutOfMemory = false

  /// Hands out the name at `number`.
  func with<Result>(_ number: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    switch text {
    case .some(let text): body(text.bytes(start(of: number)..<Int(ends[number])))
    case .none: body(Span())
    }
  }

  /// Adds a name that is not there yet; `false` when there is no room for it.
  mutating func append(_ name: Span<UInt8>) -> Bool {
    for number in 0..<count where with(number, { $0.equals(name) }) { return true }
    guard count < ends.count else { return false }
    if text == nil { text = try? MemoryPage() }
    if text == nil { isOutOfMemory = true }
    guard text?.append(name) == true, let end = text?.count else { return false }
    ends[count] = UInt16(end)
    count += 1
    return true
  }

  /// A number that tells these names from others.
  var checksum: UInt64 {
    var value: UInt64 = 0
    for number in 0..<count { value = value &* 31 &+ with(number) { $0.checksum } }
    return value
  }

  mutating func code(with coder: inout StateCoder) {
    var total = count
    coder.code(&total)
    guard (0...ends.count).contains(total) else { return coder.refuse() }
    for number in 0..<total {
      let isOurs = number < count
      var length = isOurs ? UInt8(with(number) { $0.count }) : 0
      coder.code(byte: &length)
      var name = CStringBuffer<256>()
      for index in 0..<Int(length) {
        var byte = isOurs ? with(number) { $0[index] } : 0
        coder.code(byte: &byte)
        _ = byte == 0 ? false : name.append(byte)
      }
      guard !isOurs else { continue }
      if name.count == 0 || !name.withCString({ append($0.bytes) }) { return coder.refuse() }
    }
  }

  mutating func removeAll() {
    text = nil
    count = 0
    isOutOfMemory = false
  }

  private func start(of number: Int) -> Int { number == 0 ? 0 : Int(ends[number - 1]) }
}
