import CLibc

/// The environment of the process.
public enum Environment {
  /// The value of the variable `name`, which lasts until the environment is changed. The corresponding C function is `getenv`.
  public static subscript(name: CString) -> CString? {
    guard let value = unsafe getenv(name.pointer) else { return nil }
    return unsafe CString(value)
  }
}
