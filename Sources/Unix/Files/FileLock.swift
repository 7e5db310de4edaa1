import CLibc

extension Descriptor where Self: ~Copyable {
  /// Takes the exclusive lock of this open file, which lasts until its last descriptor is closed. The corresponding C
  /// function is `flock`.
  ///
  /// - Throws: ``Errno/wouldBlock`` when somebody else has it.
  package func tryLock() throws(Errno) { try attempt { flock(rawValue, LOCK_EX | LOCK_NB) } }

  /// As ``tryLock()``, but waits until the lock is free.
  package func lock() throws(Errno) { try attempt { flock(rawValue, LOCK_EX) } }
}
