# SPDX-License-Identifier: Apache-2.0
# What is installed, and the Debian package around it (packaging/README.md).
include(GNUInstallDirs)
set(packaging ${CMAKE_CURRENT_SOURCE_DIR}/packaging)

install(TARGETS cellwarden RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/scenarios DESTINATION ${CMAKE_INSTALL_DATADIR}/cellwarden
  FILES_MATCHING PATTERN "*.toml")
install(FILES README.md CHANGELOG.md docs/config.md DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/cellwarden)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/cellwarden RENAME copyright)
install(FILES ${packaging}/cellwarden.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${packaging}/cellwarden.service DESTINATION /lib/systemd/system)
install(FILES ${packaging}/cellwarden.toml DESTINATION /etc/cellwarden)

file(WRITE ${CMAKE_BINARY_DIR}/conffiles "/etc/cellwarden/cellwarden.toml\n")
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME cellwarden)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "The Cellwarden authors <cellwarden@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Battery management for off-grid LiFePO4 batteries")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS adduser)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${packaging}/postinst ${packaging}/prerm ${packaging}/postrm ${CMAKE_BINARY_DIR}/conffiles)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
include(CPack)
