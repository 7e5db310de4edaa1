/// Tells the program that is executed in our place where its state is: the value of an environment variable.
///
/// `PID FD`: the process, so that nobody else who gets to see the variable believes it, and an open descriptor.
public struct Handover: Equatable, Sendable {
  public let process: Int32
  public let descriptor: Int32

  public init(process: Int32, descriptor: Int32) {
    self.process = process
    self.descriptor = descriptor
  }

  public func write<let size: Int>(to text: inout TextBuffer<size>) {
    text.append(decimal: UInt64(process))
    text.append(UInt8(ascii: " "))
    text.append(decimal: UInt64(descriptor))
  }

  public init?(_ text: Span<UInt8>) {
    guard let blank = text.firstIndex(of: UInt8(ascii: " ")),
      let process = Decimal.parse(text.extracting(..<blank)).flatMap({ Int32(exactly: $0) }),
      let descriptor = Decimal.parse(text.extracting((blank + 1)...)).flatMap({ Int32(exactly: $0) })
    else { return nil }
    self.init(process: process, descriptor: descriptor)
  }
}
