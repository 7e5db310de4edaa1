/// What could not be done, with what, and why: the words of one line on standard error.
///
/// `unable to open log directory:` + `./main` + `EACCES` reads
/// `unable to open log directory: ./main: access denied`.
public struct Failure: Error {
  public let action: CString
  /// Follows the action behind a blank; it must live as long as the failure: an argument or a literal.
  public let object: CString?
  /// 0 without a reason, so that a failure fits into registers.
  private let code: CInt

  public init(_ action: CString, _ object: CString? = nil, _ reason: Errno? = nil) {
    self.action = action
    self.object = object
    code = reason?.rawValue ?? 0
  }

  public var reason: Errno? { code == 0 ? nil : Errno(rawValue: code) }
}

/// Makes a call and, when it fails, says what was tried.
@inline(__always)
public func explain<Value: ~Copyable>(
  _ action: CString, _ object: CString? = nil, _ call: @autoclosure () throws(Errno) -> Value
) throws(Failure) -> Value {
  do throws(Errno) {
    return try call()
  } catch {
    throw Failure(action, object, error)
  }
}
