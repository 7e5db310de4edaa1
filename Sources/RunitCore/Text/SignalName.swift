/// The names of Linux's signals, which are the same numbers on x86-64 and aarch64.
public enum SignalName {

  private static func name(_ number: UInt8) -> Literal? {
    switch number {
    case 1: "HUP"
    case 2: "INT"
    case 3: "QUIT"
    case 4: "ILL"
    case 5: "TRAP"
    case 6: "ABRT"
    case 7: "BUS"
    case 8: "FPE"
    case 9: "KILL"
    case 10: "USR1"
    case 11: "SEGV"
    case 12: "USR2"
    case 13: "PIPE"
    case 14: "ALRM"
    case 15: "TERM"
    case 16: "STKFLT"
    case 17: "CHLD"
    case 18: "CONT"
    case 19: "STOP"
    case 20: "TSTP"
    case 21: "TTIN"
    case 22: "TTOU"
    case 23: "URG"
    case 24: "XCPU"
    case 25: "XFSZ"
    case 26: "VTALRM"
    case 27: "PROF"
    case 28: "WINCH"
    case 29: "IO"
    case 30: "PWR"
    case 31: "SYS"
    default: nil
    }
  }

  /// Appends the name of `number` without `SIG`; the number itself where there is no name: real-time signals.
  public static func write<Sink: TextSink & ~Copyable>(_ number: UInt8, to text: inout Sink) {
    if let name = name(number) { text.append(name) } else { text.append(decimal: UInt64(number)) }
  }

  /// The signal that is called `text`: a name in capitals, with or without `SIG`, or a number from 1 to 64.
  public static func parse(_ text: Span<UInt8>) -> UInt8? {
    if let number = Decimal.parse(text) { return 1...64 ~= number ? UInt8(number) : nil }
    let bare = text.hasPrefix("SIG") ? text.extracting(3...) : text
    var number: UInt8 = 1
    while let name = name(number) {
      if bare.equals(name) { return number }
      number += 1
    }
    return nil
  }
}
