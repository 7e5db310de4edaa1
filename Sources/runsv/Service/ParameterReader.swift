import Console
import RunitCore
import Unix

/// Reads the files of the service directory that runit does not know.
struct ParameterReader {
  private let reporter: Reporter
  /// What they said when they were read last.
  private(set) var parameters = ServiceParameters()
  /// The files whose value was complained about, as bits: once is enough.
  private var reported: UInt16 = 0

  init(_ reporter: Reporter) { self.reporter = reporter }

  /// Reads all of them that are among `entries`. What is missing or makes no sense has its default.
  ///
  /// - Throws: what keeps the kernel from telling what they say.
  mutating func read(_ entries: ServiceEntries) throws(Failure) {
    parameters = ServiceParameters()
    var number: UInt8 = 0
    while let file = ParameterFile(rawValue: number) {
      if entries.mayContain(file) { try read(file) }
      number += 1
    }
    parameters.isEssential = entries.mayContain(.essential) ? try isThere("essential") : false
    if parameters.checkIntervalMilliseconds != nil, try !Self.isExecutable("check") {
      parameters.checkIntervalMilliseconds = nil
    }
  }

  private static func isExecutable(_ script: CString) throws(Failure) -> Bool {
    let status = try explain("unable to stat", script, ifAnswered { () throws(Errno) in try FileStatus(script) })
    return status?.isOwnerExecutable == true
  }

  private mutating func read(_ file: ParameterFile) throws(Failure) {
    let bit: UInt16 = 1 << UInt16(file.rawValue)
    let name = CString(file.name)
    do throws(Errno) {
      let content: TextBuffer<128> = try SmallFile.read(name)
      if take(file, from: content.span) {
        reported &= ~bit
      } else if reported & bit == 0 {
        reported |= bit
        complain(name, content.span.firstLine.trimmed)
      }
    } catch {
      if error.isNoAnswer { throw Failure("unable to read", name, error) }
      guard error != .noSuchFile, reported & bit == 0 else { return }
      reported |= bit
      reporter.warn("unable to read", name, error)
    }
  }

  private mutating func take(_ file: ParameterFile, from content: Span<UInt8>) -> Bool {
    guard parameters.take(file, from: content) else { return false }
    guard let number = parameters.notificationDescriptor, number >= Process.descriptorLimit else { return true }
    parameters.notificationDescriptor = nil
    return false
  }

  private func complain(_ file: CString, _ value: Span<UInt8>) {
    var text = CStringBuffer<256>()
    _ = text.append(file) && text.append(": ") && text.append(value)
    text.withCString { reporter.warn("ignoring invalid", $0) }
  }
}
