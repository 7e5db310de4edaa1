/// Text that is put together in place, without a heap, at most `capacity` bytes.
///
/// What does not fit is left out, and ``isTruncated`` says so.
public struct TextBuffer<let capacity: Int>: Sendable {
  private var storage = InlineArray<capacity, UInt8>(repeating: 0)
  public private(set) var count = 0
  public private(set) var isTruncated = false

  /// The most bytes that it takes.
  public static var size: Int { capacity }

  public init() {}

  public init(_ text: Literal) { append(text) }

  /// The bytes so far.
  public var span: Span<UInt8> {
    @_lifetime(borrow self)
    get { storage.span.extracting(0..<count) }
  }

  public mutating func append(_ byte: UInt8) {
    guard count < capacity else {
      isTruncated = true
      return
    }
    storage[count] = byte
    count += 1
  }

  public mutating func append(_ text: Literal) {
    append(text.span)
  }

  @inline(never)
  public mutating func append(_ bytes: Span<UInt8>) {
    let fitting = min(bytes.count, capacity - count)
    if fitting < bytes.count { isTruncated = true }
    for index in 0..<fitting { storage[count + index] = bytes[index] }
    count += fitting
  }

  /// Appends the decimal digits of `value`, filled up with zeros to `width` digits.
  public mutating func append(decimal value: UInt64, width: Int = 1) {
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var rest = value
    var length = 0
    repeat {
      digits[length] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
      length += 1
    } while rest > 0
    for _ in 0..<max(0, width - length) { append(UInt8(ascii: "0")) }
    for index in 0..<length { append(digits[length - 1 - index]) }
  }

  /// Appends `value` in `width` lower-case hexadecimal digits.
  public mutating func append(hexadecimal value: UInt64, width: Int) {
    for index in 0..<width {
      let digit = UInt8(truncatingIfNeeded: value >> UInt64(4 * (width - 1 - index))) & 15
      append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }

  public mutating func removeAll() {
    count = 0
    isTruncated = false
  }

  /// Lets `fill` write into the whole storage and return how many bytes it wrote, which replace the text.
  public mutating func replace<Failure: Error>(
    with fill: (inout MutableSpan<UInt8>) throws(Failure) -> Int
  ) throws(Failure) {
    var span = storage.mutableSpan
    let written = try fill(&span)
    count = min(max(0, written), capacity)
    isTruncated = false
  }
}
