package dev.parley.rest.status;

import dev.parley.operator.Permission;
import dev.parley.operator.ServiceStatus;
import dev.parley.rest.RequiresPermission;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the state of the whole service. */
@RestController
class StatusController {
    private final ServiceStatus service;

    StatusController(ServiceStatus service) {
        this.service = service;
    }

    @GetMapping("/api/v1/status")
    @RequiresPermission(Permission.READ)
    ServiceStatus.StatusView show() {
        return service.status();
    }
}
