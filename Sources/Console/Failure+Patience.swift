package import Unix

/// Makes a call as ``explain(_:_:_:)`` does, but waits for as long as the kernel is short of what it takes or can't read,
/// which is said once: for a program that has taken another one's place, and has nowhere to go back to.
///
/// Without a `reporter` nothing is waited for.
@inline(__always)
package func obtain<Value: ~Copyable>(
  _ action: CString, orWaitAndTell reporter: Reporter?, _ call: @autoclosure () throws(Errno) -> Value
) throws(Failure) -> Value {
  var hasComplained = false
  while true {
    do throws(Errno) {
      return try call()
    } catch {
      guard let reporter, error.isNoAnswer else { throw Failure(action, nil, error) }
      if !hasComplained { reporter.report(.pausing, Failure(action, nil, error)) }
      hasComplained = true
      Clock.sleep(seconds: 1)
    }
  }
}
