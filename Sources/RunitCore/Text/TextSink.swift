/// A place where text is put together from pieces: a ``TextBuffer``, or the output of a program.
package protocol TextSink: ~Copyable {
  mutating func append(_ byte: UInt8)
  mutating func append(_ bytes: Span<UInt8>)
}

// Out of line: texts are put together from many pieces, and the loop for each of them would make programs large.
extension TextSink where Self: ~Copyable {
  @inline(never)
  package mutating func append(_ text: Literal) {
    append(text.span)
  }

  @inline(never)
  package mutating func append(_ bytes: Span<UInt8>) {
    for index in bytes.indices { append(bytes[index]) }
  }

  /// Appends the decimal digits of `value`, filled up with zeros to `width` digits.
  @inline(never)
  package mutating func append(decimal value: UInt64, width: Int = 1) {
    var digits = InlineArray<20, UInt8>(repeating: UInt8(ascii: "0"))  // the largest number has so many
    var start = digits.count
    var rest = value
    repeat {
      start -= 1
      digits[start] += UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    append(digits.span.extracting(min(start, max(0, digits.count - width))...))
  }
}

extension TextSink where Self: ~Copyable {
  /// Appends `value` in `width` lower-case hexadecimal digits.
  @inline(never)
  package mutating func append(hexadecimal value: UInt64, width: Int) {
    for index in 0..<width {
      let digit = UInt8(truncatingIfNeeded: value >> UInt64(4 * (width - 1 - index))) & 15
      append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }
}

extension TextBuffer: TextSink {}
