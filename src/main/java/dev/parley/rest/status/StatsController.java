package dev.parley.rest.status;

import dev.parley.operator.Permission;
import dev.parley.operator.ServiceStats;
import dev.parley.rest.RequiresPermission;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows numbers of the last hour. */
@RestController
class StatsController {
    private final ServiceStats stats;

    StatsController(ServiceStats stats) {
        this.stats = stats;
    }

    @GetMapping("/api/v1/stats")
    @RequiresPermission(Permission.READ)
    ServiceStats.StatsView show(@RequestParam(defaultValue = "0") long after) {
        return stats.after(after);
    }
}
