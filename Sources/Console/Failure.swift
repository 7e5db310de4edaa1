package import Unix

/// What could not be done, with what, and why: the words of one line on standard error.
///
/// `unable to open log directory:` + `./main` + `EACCES` reads
/// `unable to open log directory: ./main: access denied`.
package struct Failure: Error {
  package let action: CString
  /// Follows the action after a blank.
  package let object: CString?
  /// 0 without a reason, so that a failure fits into registers.
  private let code: CInt

  /// `action` is a literal. The failure owns what it names: it keeps a copy of `object`, cut after a thousand bytes,
  /// unless that is an argument of the program.
  package init(_ action: CString, _ object: CString? = nil, _ reason: Errno? = nil) {
    self.init(action, lasting: object?.keptForFailure, reason)
  }

  /// `object` stays as long as the process, as ``CString/init(keeping:)`` does.
  package init(_ action: CString, lasting object: CString?, _ reason: Errno?) {
    self.action = action
    self.object = object
    code = reason?.rawValue ?? 0
  }

  package var reason: Errno? { code == 0 ? nil : Errno(rawValue: code) }
}

/// Makes a call and, when it fails, says what was tried.
@inline(__always)
package func explain<Value: ~Copyable>(
  _ action: CString, _ object: CString? = nil, _ call: @autoclosure () throws(Errno) -> Value
) throws(Failure) -> Value {
  do throws(Errno) {
    return try call()
  } catch {
    throw Failure(action, object, error)
  }
}
