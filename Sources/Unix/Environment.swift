import CLibc

/// The environment of the process.
public enum Environment {
  /// The value of the variable `name`, which lasts until the environment is changed. The corresponding C function is `getenv`.
  public static subscript(name: CString) -> CString? {
    guard let value = unsafe getenv(name.pointer) else { return nil }
    return unsafe CString(value)
  }

  /// Gives the variable `name` a value, which is copied. The corresponding C function is `setenv`.
  public static func set(_ name: CString, to value: CString) throws(Errno) {
    try attempt { unsafe setenv(name.pointer, value.pointer, 1) }
  }

  /// The corresponding C function is `unsetenv`.
  public static func remove(_ name: CString) { unsafe unsetenv(name.pointer) }
}
