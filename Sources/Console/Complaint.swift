import CLibc
package import Unix

/// One line for a person, gathered from pieces and written by a single call, so that lines of several programs on one
/// descriptor never mix. Nothing is cut, and nothing copied without need.
///
/// Names may hold any byte: a control byte is shown as `?`, so that no name ends the line or reaches a terminal as a
/// command. The last piece is the program's own and ends the line; it is written as it is.
@safe
package struct Complaint: ~Copyable {
  /// `program [SUBJECT]: severity: action [OBJECT]: reason`: eleven pieces; a few more for usage texts.
  private static let capacity = 16

  private var pieces = unsafe InlineArray<16, iovec>(repeating: iovec())
  private var count = 0

  package init() {}

  // Out of line, as all that follows: every program complains in many places, and seldom.
  @inline(never)
  package mutating func append(_ piece: CString) {
    guard count < Self.capacity else { return }
    unsafe pieces[count] = iovec(iov_base: UnsafeMutableRawPointer(mutating: piece.pointer), iov_len: piece.count)
    count += 1
  }

  /// Writes the line. Nothing can be said about a failure to say something, so that is ignored.
  package func write(to stream: StandardStream = .error) { write(toNumber: stream.rawValue) }

  /// Writes the line to an open file, just as carelessly.
  package func write(to file: borrowing FileDescriptor) { write(toNumber: file.rawValue) }

  private func write(toNumber descriptor: CInt) {
    for index in 0..<max(0, count - 1) where hasControlBytes(index) { return writeCopy(toNumber: descriptor) }
    _ = unsafe pieces.span.withUnsafeBufferPointer { unsafe writev(descriptor, $0.baseAddress, CInt(count)) }
  }
}

extension Complaint {
  private func hasControlBytes(_ index: Int) -> Bool {
    let bytes = unsafe UnsafeRawBufferPointer(start: pieces[index].iov_base, count: pieces[index].iov_len)
    for offset in 0..<bytes.count where unsafe bytes[offset].isControl { return true }
    return false
  }

  /// Writes a copy of the pieces with `?` in the place of control bytes; of a line that is longer than a page, page by page.
  @inline(never)
  private func writeCopy(toNumber descriptor: CInt) {
    let stream = BorrowedDescriptor(descriptor)
    var page = InlineArray<4096, UInt8>(repeating: 0)
    var used = 0
    for index in 0..<count {
      let bytes = unsafe UnsafeRawBufferPointer(start: pieces[index].iov_base, count: pieces[index].iov_len)
      for offset in 0..<bytes.count {
        let byte = unsafe bytes[offset]
        page[used] = index < count - 1 && byte.isControl ? UInt8(ascii: "?") : byte
        used += 1
        guard used == page.count else { continue }
        _ = try? stream.write(page.span)
        used = 0
      }
    }
    if used > 0 { _ = try? stream.write(page.span.extracting(..<used)) }
  }
}

extension UInt8 {
  /// Whether a terminal may take the byte for a command, or a reader for the end of a line.
  fileprivate var isControl: Bool { self < 32 || self == 127 }
}

/// The voice of a program: lines of the form `runsv web: warning: unable to open supervise/pid.new: access denied`.
package struct Reporter {
  package enum Severity {
    /// The program ends.
    case fatal
    /// The program goes on.
    case warning
    case info
    /// The program waits and tries again.
    case pausing

    var text: CString {
      switch self {
      case .fatal: "fatal"
      case .warning: "warning"
      case .info: "info"
      case .pausing: "pausing"
      }
    }
  }

  package let program: CString
  /// What the program works on, the service directory for instance; named in each line.
  package let subject: CString?

  package init(_ program: CString, about subject: CString? = nil) {
    self.program = program
    self.subject = subject
  }

  @inline(never)
  package func report(_ severity: Severity, _ failure: Failure) {
    var line = Complaint()
    line.append(program)
    if let subject {
      line.append(" ")
      line.append(subject)
    }
    line.append(": ")
    line.append(severity.text)
    line.append(": ")
    line.append(failure.action)
    if let object = failure.object {
      line.append(" ")
      line.append(object)
    }
    if let reason = failure.reason {
      line.append(": ")
      line.append(reason.text)
    }
    line.append("\n")
    line.write()
  }

  @inline(never)
  package func warn(_ action: CString, _ object: CString? = nil, _ reason: Errno? = nil) {
    report(.warning, Failure(action, object, reason))
  }
}

/// Prints `usage: NAME SYNOPSIS` and an empty line, as all of runit's programs do.
package func printUsage(_ name: CString, _ synopsis: CString) {
  var line = Complaint()
  line.append("usage: ")
  line.append(name)
  line.append(synopsis)
  line.append("\n\n")
  line.write()
}
