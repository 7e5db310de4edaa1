/// Which directory it is, whatever its name: numbers of the kernel.
package struct DirectoryIdentity: Comparable, Sendable {
  package let device: UInt64
  package let inode: UInt64

  package init(device: UInt64, inode: UInt64) {
    self.device = device
    self.inode = inode
  }

  package static func < (left: DirectoryIdentity, right: DirectoryIdentity) -> Bool {
    (left.device, left.inode) < (right.device, right.inode)
  }
}
