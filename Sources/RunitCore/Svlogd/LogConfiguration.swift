/// What the file `config` of a log directory says; without it, the defaults.
package struct LogConfiguration: Sendable {
  /// `s`: no file grows larger; 0 is no limit.
  package var maximumSize = 1_000_000
  /// `n`: how many old files are kept; 0 is all.
  package var maximumCount = 10
  /// `N`: how many old files a full disk leaves.
  package var minimumCount = 10
  /// `S`: how large the old files may be together; 0 is no limit.
  package var totalSize = 0
  /// `t`: the age at which a file becomes an old one; 0 is none.
  package var maximumAgeSeconds = 0
  /// `y`: how soon what was written is on the disk; `nil` is when the kernel likes.
  package var syncSeconds: Int?
  /// `m`: the mode of the files, to which a closed one adds the owner's x.
  package var mode: UInt32 = 0o644
  /// `!`: the command that processes old files; empty for none.
  package var processor: [UInt8] = []
  /// `p`: what stands before each line.
  package var prefix: [UInt8] = []
  /// `u`, `U`: who gets the lines by UDP.
  package var receiver: LogReceiver?
  /// `U`: nothing is written to `current`.
  package var isRemoteOnly = false
  /// `D`: a full disk costs lines, and does not block the service.
  package var dropsWhenFull = false
  /// `C`: what happens in the directory is counted, in a file there.
  package var hasCounters = false
  /// `+`, `-`, `e`, `E`.
  package var filter = LineFilter()

  package init() {}
}

extension LogConfiguration {
  /// What is wrong with a line.
  package enum Complaint: Equatable, Sendable {
    case address, port, totalSize, syncSeconds, mode
  }

  /// Larger numbers are taken for this one: a size or a count that nothing ever reaches.
  private static let largestNumber = 4_000_000_000_000_000
  /// A century in seconds, of which the nanoseconds can still be counted.
  private static let longestTime = 3_155_760_000

  /// Reads the text of `config`, and hands out what is wrong with it: the complaint, and the words that it is about.
  ///
  /// Lines that begin with another character are for somebody else.
  package init(parsing text: Span<UInt8>, complain: (Complaint, Span<UInt8>) -> Void) {
    self.init()
    var start = 0
    while start < text.count {
      let line = text.extracting(start...).firstLine
      start += line.count + 1
      // Runit overlooks a last line of one byte without newline; `C` and `D` are not runit's.
      let isOurs = line.count > 0 && (line[0] == UInt8(ascii: "C") || line[0] == UInt8(ascii: "D"))
      let isOverlooked = line.count == 1 && start > text.count && !isOurs
      if line.count > 0, !isOverlooked { apply(line, complain: complain) }
    }
  }

  private mutating func apply(_ line: Span<UInt8>, complain: (Complaint, Span<UInt8>) -> Void) {
    let value = line.extracting(1...)
    switch line[0] {
    case UInt8(ascii: "s"): maximumSize = Self.size(value) ?? 0
    case UInt8(ascii: "n"): maximumCount = Self.number(value) ?? 0
    case UInt8(ascii: "N"): minimumCount = Self.number(value) ?? 0
    case UInt8(ascii: "t"): maximumAgeSeconds = Self.seconds(value) ?? 0
    case UInt8(ascii: "S"):
      if let size = Self.size(value) { totalSize = size } else { complain(.totalSize, value) }
    case UInt8(ascii: "y"):
      if let seconds = Self.seconds(value) { syncSeconds = seconds } else { complain(.syncSeconds, value) }
    case UInt8(ascii: "m"):
      if let mode = Self.mode(value) { self.mode = mode } else { complain(.mode, value) }
    case UInt8(ascii: "C"): if value.count == 0 { hasCounters = true }
    case UInt8(ascii: "D"): dropsWhenFull = true
    case UInt8(ascii: "!"): if value.count > 0 { processor = Array(copying: value) }
    case UInt8(ascii: "p"): if value.count > 0 { prefix = Array(copying: value) }
    case UInt8(ascii: "U"):
      isRemoteOnly = true
      scanReceiver(value, complain: complain)
    case UInt8(ascii: "u"): scanReceiver(value, complain: complain)
    case let byte:
      guard let verdict = LineFilter.Verdict(rawValue: Unicode.Scalar(byte)) else { return }
      filter.append(verdict, LinePattern(value))
    }
  }

  private mutating func scanReceiver(_ text: Span<UInt8>, complain: (Complaint, Span<UInt8>) -> Void) {
    receiver = nil
    do throws(LogReceiver.ScanError) {
      receiver = try LogReceiver(scanning: text)
    } catch {
      switch error {
      case .address: complain(.address, text)
      case .port(let offset): complain(.port, text.extracting(offset...))
      }
    }
  }
}

/// Numbers with a unit behind them, as they stand in `config`. `nil` is for no digits.
extension LogConfiguration {
  private static func number(_ text: Span<UInt8>) -> Int? { scaled(text) { _ in 1 } }

  private static func size(_ text: Span<UInt8>) -> Int? {
    scaled(text) { unit in
      switch unit {
      case UInt8(ascii: "k"): 1_024
      case UInt8(ascii: "m"): 1_048_576
      case UInt8(ascii: "g"): 1_073_741_824
      default: 1
      }
    }
  }

  private static func seconds(_ text: Span<UInt8>) -> Int? {
    let seconds = scaled(text) { unit in
      switch unit {
      case UInt8(ascii: "m"): 60
      case UInt8(ascii: "h"): 3_600
      case UInt8(ascii: "d"): 86_400
      default: 1
      }
    }
    return seconds.map { min($0, longestTime) }
  }

  /// The number at the front of `text`, times what the byte behind it stands for. What follows is ignored.
  private static func scaled(_ text: Span<UInt8>, _ factor: (UInt8) -> UInt64) -> Int? {
    let (value, digits) = Decimal.scan(text)
    guard digits > 0 else { return nil }
    let (product, isTooLarge) = value.multipliedReportingOverflow(by: digits < text.count ? factor(text[digits]) : 1)
    return isTooLarge ? largestNumber : min(Int(clamping: product), largestNumber)
  }

  /// Three or four octal digits. The owner may always read and write; nobody executes a log.
  private static func mode(_ text: Span<UInt8>) -> UInt32? {
    guard (3...4).contains(text.count) else { return nil }
    var mode: UInt32 = 0
    for index in text.indices {
      guard UInt8(ascii: "0") <= text[index], text[index] <= UInt8(ascii: "7") else { return nil }
      mode = mode << 3 | UInt32(text[index] - UInt8(ascii: "0"))
    }
    return mode & 0o666 | 0o600
  }
}
