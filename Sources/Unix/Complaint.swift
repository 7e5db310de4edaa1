import CLibc

/// One line for a person, gathered from pieces and written by a single call, so that lines of several programs on one
/// descriptor never mix. Nothing is copied and nothing cut.
@safe
public struct Complaint: ~Copyable {
  /// `program [SUBJECT]: severity: action [OBJECT]: reason`: eleven pieces; a few more for usage texts.
  private static let capacity = 16

  private var pieces = unsafe InlineArray<16, iovec>(repeating: iovec())
  private var count = 0

  public init() {}

  // Out of line, as all that follows: every program complains in many places, and seldom.
  @inline(never)
  public mutating func append(_ piece: CString) {
    guard count < Self.capacity else { return }
    unsafe pieces[count] = iovec(iov_base: UnsafeMutableRawPointer(mutating: piece.pointer), iov_len: piece.count)
    count += 1
  }

  /// Writes the line. Nothing can be said about a failure to say something, so that is ignored.
  public func write(to stream: StandardStream = .error) { write(toNumber: stream.rawValue) }

  /// Writes the line to an open file, just as carelessly.
  public func write(to file: borrowing FileDescriptor) { write(toNumber: file.rawValue) }

  private func write(toNumber descriptor: CInt) {
    _ = unsafe pieces.span.withUnsafeBufferPointer { unsafe writev(descriptor, $0.baseAddress, CInt(count)) }
  }
}

/// The voice of a program: lines of the form `runsv web: warning: unable to open supervise/pid.new: access denied`.
public struct Reporter {
  public enum Severity {
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

  public let program: CString
  /// What the program works on, the service directory for instance; named in each line.
  public let subject: CString?

  public init(_ program: CString, about subject: CString? = nil) {
    self.program = program
    self.subject = subject
  }

  @inline(never)
  public func report(_ severity: Severity, _ failure: Failure) {
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
  public func warn(_ action: CString, _ object: CString? = nil, _ reason: Errno? = nil) {
    report(.warning, Failure(action, object, reason))
  }
}

/// Prints `usage: NAME SYNOPSIS` and an empty line, as all of runit's programs do.
public func printUsage(_ name: CString, _ synopsis: CString) {
  var line = Complaint()
  line.append("usage: ")
  line.append(name)
  line.append(synopsis)
  line.append("\n\n")
  line.write()
}
