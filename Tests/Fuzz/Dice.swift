/// Decisions taken from the input: what happens next, and with which numbers. An input that is used up says 0.
struct Dice: ~Escapable {
  private let bytes: Span<UInt8>
  private var place = 0

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  var isEmpty: Bool { place >= bytes.count }

  @_lifetime(self: copy self)
  mutating func byte() -> UInt8 {
    guard place < bytes.count else { return 0 }
    place += 1
    return bytes[place - 1]
  }

  @_lifetime(self: copy self)
  mutating func bool() -> Bool { byte() & 1 != 0 }

  /// A number in `0..<limit`, which is 256 at most.
  @_lifetime(self: copy self)
  mutating func number(below limit: Int) -> Int { Int(byte()) % limit }

  @_lifetime(self: copy self)
  mutating func number<Value: FixedWidthInteger>(_ type: Value.Type) -> Value {
    // Most errors live at the ends of a type.
    switch byte() & 7 {
    case 0: return 0
    case 1: return .max
    case 2: return .min
    case 3: return Value(truncatingIfNeeded: byte())
    case 4: return .max - Value(truncatingIfNeeded: byte() & 15)
    default:
      var value: Value = 0
      for _ in 0..<MemoryLayout<Value>.size { value = value << 8 | Value(truncatingIfNeeded: byte()) }
      return value
    }
  }

  /// So many of the next bytes, or as many as there are.
  @_lifetime(self: copy self)
  @_lifetime(copy self)
  mutating func take(_ count: Int) -> Span<UInt8> {
    let end = min(place + count, bytes.count)
    let taken = bytes.extracting(place..<end)
    place = end
    return taken
  }

  /// The bytes up to the next one that is `end`, which is taken too.
  @_lifetime(self: copy self)
  @_lifetime(copy self)
  mutating func take(until end: UInt8) -> Span<UInt8> {
    var count = 0
    while place + count < bytes.count, bytes[place + count] != end { count += 1 }
    let taken = take(count)
    if place < bytes.count { place += 1 }
    return taken
  }
}
