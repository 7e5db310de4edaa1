/// Tells the program that is executed in our place where its state is: the value of an environment variable.
///
/// `PID FD`: the process, so that nobody else who gets to see the variable believes it, and an open descriptor.
package struct Handover: Equatable, Sendable {
  package let process: Int32
  package let descriptor: Int32

  package init(process: Int32, descriptor: Int32) {
    self.process = process
    self.descriptor = descriptor
  }

  package func write<let size: Int>(to text: inout TextBuffer<size>) {
    text.append(decimal: UInt64(process))
    text.append(UInt8(ascii: " "))
    text.append(decimal: UInt64(descriptor))
  }

  package init?(_ text: Span<UInt8>) {
    guard let blank = text.firstIndex(of: UInt8(ascii: " ")),
      let process = Decimal.parse(text.extracting(..<blank)).flatMap({ Int32(exactly: $0) }),
      let descriptor = Decimal.parse(text.extracting((blank + 1)...)).flatMap({ Int32(exactly: $0) })
    else { return nil }
    self.init(process: process, descriptor: descriptor)
  }
}
