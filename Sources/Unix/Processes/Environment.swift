import CLibc

/// The environment of the process.
package enum Environment {
  /// The value of the variable `name`, which lasts until the environment is changed. The corresponding C function is `getenv`.
  package static subscript(name: CString) -> CString? {
    guard let value = unsafe getenv(name.pointer) else { return nil }
    return unsafe CString(value)
  }

  /// Takes the variable `name` out of the environment and returns its value. What follows it moves up in the list, so
  /// that no memory is needed, as `unsetenv` does.
  package static func take(_ name: CString) -> CString? {
    guard let value = self[name] else { return nil }
    let start = unsafe value.pointer - name.count - 1
    var place = unsafe libc_environ()
    var next = unsafe place
    while let variable = unsafe next.pointee {
      if unsafe UnsafePointer(variable) != start {
        unsafe place.pointee = variable
        unsafe place += 1
      }
      unsafe next += 1
    }
    unsafe place.pointee = nil
    return value
  }
}
