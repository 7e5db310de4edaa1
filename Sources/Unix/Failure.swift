/// What could not be done, with what, and why: the words of one line on standard error.
///
/// `unable to open log directory:` + `./main` + `EACCES` reads
/// `unable to open log directory: ./main: access denied`.
public struct Failure: Error {
  public let action: CString
  /// Follows the action behind a blank; it must live as long as the failure: an argument or a literal.
  public let object: CString?
  public let reason: Errno?

  public init(_ action: CString, _ object: CString? = nil, _ reason: Errno? = nil) {
    self.action = action
    self.object = object
    self.reason = reason
  }
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
