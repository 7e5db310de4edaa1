import RunitCore

/// The names of a service's dependencies, kept in place.
struct DependencyNames {
  private var text = TextBuffer<4096>()
  /// Where each name ends in ``text``.
  private var ends = InlineArray<64, UInt16>(repeating: 0)
  private(set) var count = 0

  subscript(number: Int) -> Span<UInt8> {
    @_lifetime(borrow self)
    get { text.span.extracting(start(of: number)..<Int(ends[number])) }
  }

  /// Adds a name that is not there yet; `false` when there is no room for it.
  mutating func append(_ name: Span<UInt8>) -> Bool {
    for number in 0..<count where name.equals(self[number]) { return true }
    guard count < ends.count, text.count + name.count <= TextBuffer<4096>.size else { return false }
    text.append(name)
    ends[count] = UInt16(text.count)
    count += 1
    return true
  }

  mutating func removeAll() {
    text.removeAll()
    count = 0
  }

  private func start(of number: Int) -> Int { number == 0 ? 0 : Int(ends[number - 1]) }
}
